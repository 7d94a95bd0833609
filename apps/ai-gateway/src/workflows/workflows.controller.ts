import {
  GeneratedWorkflow,
  GenerateRequest,
  ListQuery,
  UserQuery,
  WorkflowPage,
  WorkflowView,
} from '@aiwf/contracts';
import { GenerationLimit, WorkflowIdPipe } from '@aiwf/platform';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { toView } from './workflow.views';
import { WorkflowsService } from './workflows.service';

/** Workflows: made of a prompt, read, listed. */
@ApiTags('workflows')
@Controller('ai')
export class WorkflowsController {
  constructor(private readonly workflows: WorkflowsService) {}

  @Post('generate')
  @HttpCode(200)
  @GenerationLimit()
  @ApiOperation({ summary: 'Generate a workflow from a prompt' })
  @ApiOkResponse({ type: GeneratedWorkflow })
  async generate(
    @Body() { prompt, user_id }: GenerateRequest,
    @Req() request: { id: string },
  ): Promise<GeneratedWorkflow> {
    return toView(await this.workflows.generate(prompt, user_id, request.id));
  }

  @Get('workflows')
  @ApiOperation({ summary: 'List your workflows, newest first' })
  @ApiOkResponse({ type: WorkflowPage })
  list(@Query() { user_id, limit, cursor }: ListQuery): Promise<WorkflowPage> {
    return this.workflows.list(user_id, limit, cursor);
  }

  @Get('workflows/:workflow_id')
  @ApiOperation({ summary: 'Read a workflow' })
  @ApiParam({ name: 'workflow_id', example: 'wf_789012' })
  @ApiOkResponse({ type: WorkflowView })
  async get(
    @Param('workflow_id', WorkflowIdPipe) workflowId: string,
    @Query() { user_id }: UserQuery,
  ): Promise<WorkflowView> {
    return toView(await this.workflows.get(workflowId, user_id));
  }
}
