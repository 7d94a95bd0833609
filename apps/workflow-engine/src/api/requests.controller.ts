import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { DecideRequest, DecisionTaken, RequestList, RequestsQuery } from '@aiwf/contracts';
import { ExecutionIdPipe } from '@aiwf/platform';
import { RequestsService } from '../executions';

/** What runs wait for from outside: approvals, questions, unknown outcomes, budgets, events. */
@ApiTags('requests')
@ApiParam({ name: 'execution_id', example: 'exec_123456' })
@Controller('workflow/executions/:execution_id/requests')
export class RequestsController {
  constructor(private readonly requests: RequestsService) {}

  @Get()
  @ApiOperation({ summary: 'What an execution waits for' })
  @ApiOkResponse({ type: RequestList })
  list(
    @Param('execution_id', ExecutionIdPipe) executionId: string,
    @Query() query: RequestsQuery,
  ): Promise<RequestList> {
    return this.requests.list(executionId, query);
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
  ): Promise<DecisionTaken> {
    return this.requests.decide(executionId, requestId, body);
  }
}
