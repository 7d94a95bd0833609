import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import {
  DiffQuery,
  EngineForkRequest,
  EngineRetryRequest,
  ExecutionDiff,
  ForkStarted,
} from '@aiwf/contracts';
import { ExecutionIdPipe, IdempotencyKey } from '@aiwf/platform';
import { DiffService, ForkService } from '../executions';

/** Runs that go on from others, and how two of them differ. */
@ApiTags('forks')
@ApiParam({ name: 'execution_id', example: 'exec_123456' })
@Controller('workflow/executions/:execution_id')
export class ForksController {
  constructor(
    private readonly forks: ForkService,
    private readonly diffs: DiffService,
  ) {}

  @Post('retry')
  @HttpCode(200)
  @ApiOperation({ summary: 'Go on where an execution failed or was cancelled, as a new one' })
  @ApiOkResponse({ type: ForkStarted })
  retry(
    @Param('execution_id', ExecutionIdPipe) executionId: string,
    @Body() body: EngineRetryRequest,
    @Req() { id }: { id?: string },
    @IdempotencyKey() key: string | undefined,
  ): Promise<ForkStarted> {
    return this.forks.retry(executionId, body, id, key);
  }

  @Post('fork')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Go on from any node, or with other outputs, inputs or nodes, as a new execution',
  })
  @ApiOkResponse({ type: ForkStarted })
  fork(
    @Param('execution_id', ExecutionIdPipe) executionId: string,
    @Body() body: EngineForkRequest,
    @Req() { id }: { id?: string },
    @IdempotencyKey() key: string | undefined,
  ): Promise<ForkStarted> {
    return this.forks.fork(executionId, body, id, key);
  }

  @Get('diff')
  @ApiOperation({ summary: 'How two executions differ: path, outputs, usage' })
  @ApiOkResponse({ type: ExecutionDiff })
  diff(
    @Param('execution_id', ExecutionIdPipe) executionId: string,
    @Query() { user_id, other }: DiffQuery,
  ): Promise<ExecutionDiff> {
    return this.diffs.diff(executionId, other, user_id);
  }
}
