import {
  GenerateRequest,
  GenerationAnswer,
  ListQuery,
  UserQuery,
  WorkflowPage,
  WorkflowView,
} from '@aiwf/contracts';
import { GenerationLimit, WorkflowIdPipe } from '@aiwf/platform';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { GenerationAnswers } from './generation.answers';
import { EventStream } from './stream/event-stream';
import { GenerationStream } from './stream/generation.stream';
import { toView } from './workflow.views';
import { WorkflowsService } from './workflows.service';

/** Workflows: made of a prompt, read, listed. */
@ApiTags('workflows')
@Controller('ai')
export class WorkflowsController {
  constructor(
    private readonly workflows: WorkflowsService,
    private readonly streams: GenerationStream,
    private readonly answers: GenerationAnswers,
  ) {}

  @Post('generate')
  @HttpCode(200)
  @GenerationLimit()
  @ApiOperation({ summary: 'Generate a workflow from a prompt' })
  @ApiOkResponse({ type: GenerationAnswer })
  async generate(
    @Body() { user_id, ...request }: GenerateRequest,
    @Req() { id }: { id: string },
  ): Promise<GenerationAnswer> {
    const made = await this.workflows.generate(request, { userId: user_id, requestId: id });
    return this.answers.ofGeneration(made);
  }

  @Post('generate/stream')
  @HttpCode(200)
  @GenerationLimit()
  @ApiOperation({
    summary: 'Generate a workflow and watch it being planned',
    description:
      'Server-sent events: `plan` (planner and model), `node` (each as it is planned), `problems` and `repair` (a plan ' +
      'was sent back; nodes told from then on take the place of those before), and last `done` with what ' +
      '`POST /ai/generate` answers, or `error` with its error body.',
  })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ schema: { type: 'string' }, description: 'An event stream' })
  async stream(
    @Body() request: GenerateRequest,
    @Req() { id }: { id: string },
    @Res() response: Response,
  ): Promise<void> {
    await this.streams.run(request, id, new EventStream(response));
  }

  @Get('workflows')
  @ApiOperation({ summary: 'List your workflows, newest first' })
  @ApiOkResponse({ type: WorkflowPage })
  list(@Query() { user_id, limit, cursor }: ListQuery): Promise<WorkflowPage> {
    return this.workflows.list(user_id, limit, cursor);
  }

  @Get('workflows/:workflow_id')
  @ApiOperation({ summary: 'Read a workflow in its latest version' })
  @ApiParam({ name: 'workflow_id', example: 'wf_789012' })
  @ApiOkResponse({ type: WorkflowView })
  async get(
    @Param('workflow_id', WorkflowIdPipe) workflowId: string,
    @Query() { user_id }: UserQuery,
  ): Promise<WorkflowView> {
    return toView(await this.workflows.get(workflowId, user_id));
  }
}
