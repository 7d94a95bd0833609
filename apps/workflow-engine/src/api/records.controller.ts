import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { EventPage, EventsQuery, ExecutionUsage, RecordedRun, UserQuery } from '@aiwf/contracts';
import { ExecutionIdPipe } from '@aiwf/platform';
import { EventPagesService, ExportService, UsageService } from '../executions';

/** What runs leave behind: usage, events, the whole record. */
@ApiTags('records')
@ApiParam({ name: 'execution_id', example: 'exec_123456' })
@Controller('workflow/executions/:execution_id')
export class RecordsController {
  constructor(
    private readonly usages: UsageService,
    private readonly pages: EventPagesService,
    private readonly exports: ExportService,
  ) {}

  @Get('usage')
  @ApiOperation({ summary: 'What an execution used and cost' })
  @ApiOkResponse({ type: ExecutionUsage })
  usage(
    @Param('execution_id', ExecutionIdPipe) executionId: string,
    @Query() { user_id }: UserQuery,
  ): Promise<ExecutionUsage> {
    return this.usages.usage(executionId, user_id);
  }

  @Get('events')
  @ApiOperation({ summary: 'A page of what happened, in order' })
  @ApiOkResponse({ type: EventPage })
  events(
    @Param('execution_id', ExecutionIdPipe) executionId: string,
    @Query() query: EventsQuery,
  ): Promise<EventPage> {
    return this.pages.page(executionId, query);
  }

  @Get('export')
  @ApiOperation({ summary: 'A finished execution as a fixture that can be replayed without a model' })
  @ApiOkResponse({ type: RecordedRun })
  export(
    @Param('execution_id', ExecutionIdPipe) executionId: string,
    @Query() { user_id }: UserQuery,
  ): Promise<RecordedRun> {
    return this.exports.export(executionId, user_id);
  }
}
