import { DecideRequest, DecisionTaken, RequestList, RequestsQuery } from '@aiwf/contracts';
import { ExecutionIdPipe } from '@aiwf/platform';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ExecutionClient } from '../engine-client';

/** What executions wait for from outside: approvals, questions, unknown outcomes, budgets, events. */
@ApiTags('requests')
@ApiParam({ name: 'execution_id', example: 'exec_123456' })
@Controller('ai/workflows/execution/:execution_id/requests')
export class RequestsController {
  constructor(private readonly engine: ExecutionClient) {}

  @Get()
  @ApiOperation({ summary: 'What an execution waits for' })
  @ApiOkResponse({ type: RequestList })
  list(
    @Param('execution_id', ExecutionIdPipe) executionId: string,
    @Query() query: RequestsQuery,
    @Req() { id }: { id: string },
  ): Promise<RequestList> {
    return this.engine.requests(executionId, query, id);
  }

  @Post(':request_id')
  @HttpCode(200)
  @ApiOperation({ summary: 'Decide a request' })
  @ApiParam({ name: 'request_id', example: 'nodes.publish' })
  @ApiOkResponse({ type: DecisionTaken })
  decide(
    @Param('execution_id', ExecutionIdPipe) executionId: string,
    @Param('request_id') requestId: string,
    @Body() body: DecideRequest,
    @Req() { id }: { id: string },
  ): Promise<DecisionTaken> {
    return this.engine.decide(executionId, requestId, body, id);
  }
}
