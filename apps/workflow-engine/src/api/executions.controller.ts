import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { EngineExecuteRequest, EngineExecutionStarted, ExecutionView, UserQuery } from '@aiwf/contracts';
import { ExecutionIdPipe, IdempotencyKey } from '@aiwf/platform';
import { ExecutionsService } from '../executions';

/** Starting runs and looking at them; called by the gateway, and by whoever brings a definition of their own. */
@ApiTags('executions')
@Controller('workflow')
export class ExecutionsController {
  constructor(private readonly executions: ExecutionsService) {}

  @Post('execute')
  @HttpCode(200)
  @ApiOperation({ summary: 'Execute a workflow definition' })
  @ApiOkResponse({ type: EngineExecutionStarted })
  execute(
    @Body() request: EngineExecuteRequest,
    @Req() { id }: { id?: string },
    @IdempotencyKey() key: string | undefined,
  ): Promise<EngineExecutionStarted> {
    return this.executions.start(request, id, key);
  }

  @Get('executions/:execution_id')
  @ApiOperation({ summary: 'How an execution stands' })
  @ApiParam({ name: 'execution_id', example: 'exec_123456' })
  @ApiOkResponse({ type: ExecutionView })
  get(
    @Param('execution_id', ExecutionIdPipe) executionId: string,
    @Query() { user_id }: UserQuery,
  ): Promise<ExecutionView> {
    return this.executions.get(executionId, user_id);
  }
}
