import {
  ExecuteWorkflowRequest,
  ExecutionStarted,
  ExecutionView,
  GenerateAndExecuteRequest,
  GeneratedAndStarted,
  UserQuery,
} from '@aiwf/contracts';
import { ExecutionIdPipe, GenerationLimit, IdempotencyKey, WorkflowIdPipe } from '@aiwf/platform';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ExecutionsService } from './executions.service';

/** Executions: started, and looked at. */
@ApiTags('executions')
@Controller('ai/workflows')
export class ExecutionsController {
  constructor(private readonly executions: ExecutionsService) {}

  @Post('generate-and-execute')
  @HttpCode(200)
  @GenerationLimit()
  @ApiOperation({ summary: 'Generate a workflow and execute it' })
  @ApiOkResponse({ type: GeneratedAndStarted })
  generateAndExecute(
    @Body() body: GenerateAndExecuteRequest,
    @Req() request: { id: string },
    @IdempotencyKey() key: string | undefined,
  ): Promise<GeneratedAndStarted> {
    return this.executions.generateAndExecute(body, request.id, key);
  }

  @Post(':workflow_id/execute')
  @HttpCode(200)
  @ApiOperation({ summary: 'Execute a workflow' })
  @ApiParam({ name: 'workflow_id', example: 'wf_789012' })
  @ApiOkResponse({ type: ExecutionStarted })
  execute(
    @Param('workflow_id', WorkflowIdPipe) workflowId: string,
    @Body() body: ExecuteWorkflowRequest,
    @Req() request: { id: string },
    @IdempotencyKey() key: string | undefined,
  ): Promise<ExecutionStarted> {
    return this.executions.execute(workflowId, body, request.id, key);
  }

  @Get('execution/:execution_id/status')
  @ApiOperation({ summary: 'Check how an execution stands' })
  @ApiParam({ name: 'execution_id', example: 'exec_123456' })
  @ApiOkResponse({ type: ExecutionView })
  status(
    @Param('execution_id', ExecutionIdPipe) executionId: string,
    @Query() { user_id }: UserQuery,
    @Req() request: { id: string },
  ): Promise<ExecutionView> {
    return this.executions.status(executionId, user_id, request.id);
  }
}
