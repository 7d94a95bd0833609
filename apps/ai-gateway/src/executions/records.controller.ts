import { EventPage, EventsQuery, ExecutionUsage, RecordedRun, UserQuery } from '@aiwf/contracts';
import { ExecutionIdPipe } from '@aiwf/platform';
import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ExecutionClient } from '../engine-client';

/** What executions leave behind: usage, events, the whole record. */
@ApiTags('records')
@ApiParam({ name: 'execution_id', example: 'exec_123456' })
@Controller('ai/workflows/execution/:execution_id')
export class RecordsController {
  constructor(private readonly engine: ExecutionClient) {}

  @Get('usage')
  @ApiOperation({ summary: 'What an execution used and cost' })
  @ApiOkResponse({ type: ExecutionUsage })
  usage(
    @Param('execution_id', ExecutionIdPipe) executionId: string,
    @Query() { user_id }: UserQuery,
    @Req() { id }: { id: string },
  ): Promise<ExecutionUsage> {
    return this.engine.usage(executionId, user_id, id);
  }

  @Get('events')
  @ApiOperation({ summary: 'A page of what happened, in order' })
  @ApiOkResponse({ type: EventPage })
  events(
    @Param('execution_id', ExecutionIdPipe) executionId: string,
    @Query() query: EventsQuery,
    @Req() { id }: { id: string },
  ): Promise<EventPage> {
    return this.engine.events(executionId, query, id);
  }

  @Get('export')
  @ApiOperation({ summary: 'A finished execution as a fixture that can be replayed without a model' })
  @ApiOkResponse({ type: RecordedRun })
  export(
    @Param('execution_id', ExecutionIdPipe) executionId: string,
    @Query() { user_id }: UserQuery,
    @Req() { id }: { id: string },
  ): Promise<RecordedRun> {
    return this.engine.export(executionId, user_id, id);
  }
}
