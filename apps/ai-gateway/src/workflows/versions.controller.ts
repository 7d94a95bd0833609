import {
  RefinedWorkflow,
  RefineRequest,
  SteerRequest,
  UserQuery,
  ValidateWorkflowRequest,
  VersionList,
  WorkflowVerdict,
  WorkflowView,
} from '@aiwf/contracts';
import { GenerationLimit, VersionPipe, WorkflowIdPipe } from '@aiwf/platform';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { GenerationAnswers } from './generation.answers';
import { VersionsService } from './versions.service';
import { toView } from './workflow.views';
import { WorkflowsService } from './workflows.service';

/** Versions of workflows: made by words, listed, read, restored; and definitions looked at without storing them. */
@ApiTags('versions')
@Controller('ai/workflows')
export class VersionsController {
  constructor(
    private readonly versions: VersionsService,
    private readonly workflows: WorkflowsService,
    private readonly answers: GenerationAnswers,
  ) {}

  @Post('validate')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Look at a workflow definition: whether it holds, and whether it does what was asked',
  })
  @ApiOkResponse({ type: WorkflowVerdict })
  validate(@Body() { workflow, prompt }: ValidateWorkflowRequest): Promise<WorkflowVerdict> {
    return this.versions.validate(workflow, prompt);
  }

  @Post(':workflow_id/refine')
  @HttpCode(200)
  @GenerationLimit()
  @ApiOperation({ summary: 'Change a workflow in words: a new version' })
  @ApiParam({ name: 'workflow_id', example: 'wf_789012' })
  @ApiOkResponse({ type: RefinedWorkflow })
  async refine(
    @Param('workflow_id', WorkflowIdPipe) workflowId: string,
    @Body() body: RefineRequest,
    @Req() { id }: { id: string },
  ): Promise<RefinedWorkflow> {
    return this.answers.ofVersion(
      await this.versions.refine(workflowId, body, { userId: body.user_id, requestId: id }),
    );
  }

  @Get(':workflow_id/versions')
  @ApiOperation({ summary: "List a workflow's versions, newest first" })
  @ApiParam({ name: 'workflow_id', example: 'wf_789012' })
  @ApiOkResponse({ type: VersionList })
  list(
    @Param('workflow_id', WorkflowIdPipe) workflowId: string,
    @Query() { user_id }: UserQuery,
  ): Promise<VersionList> {
    return this.workflows.versions(workflowId, user_id);
  }

  @Get(':workflow_id/versions/:version')
  @ApiOperation({ summary: 'Read a workflow in one of its versions' })
  @ApiParam({ name: 'workflow_id', example: 'wf_789012' })
  @ApiParam({ name: 'version', schema: { type: 'integer', minimum: 1, example: 1 } })
  @ApiOkResponse({ type: WorkflowView })
  async get(
    @Param('workflow_id', WorkflowIdPipe) workflowId: string,
    @Param('version', VersionPipe) version: number,
    @Query() { user_id }: UserQuery,
  ): Promise<WorkflowView> {
    return toView(await this.workflows.get(workflowId, user_id, version));
  }

  @Post(':workflow_id/versions/:version/restore')
  @HttpCode(200)
  @ApiOperation({ summary: 'Make a new version with the content of an earlier one' })
  @ApiParam({ name: 'workflow_id', example: 'wf_789012' })
  @ApiParam({ name: 'version', schema: { type: 'integer', minimum: 1, example: 1 } })
  @ApiOkResponse({ type: RefinedWorkflow })
  async restore(
    @Param('workflow_id', WorkflowIdPipe) workflowId: string,
    @Param('version', VersionPipe) version: number,
    @Body() { user_id }: SteerRequest,
  ): Promise<RefinedWorkflow> {
    return this.answers.ofVersion(await this.versions.restore(workflowId, version, user_id));
  }
}
