import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { StatisticsQuery, WorkflowStatistics } from '@aiwf/contracts';
import { StatisticsService } from '../executions';

/** What a user's earlier runs took. */
@ApiTags('records')
@Controller('workflow')
export class StatisticsController {
  constructor(private readonly statistics: StatisticsService) {}

  @Get('statistics')
  @ApiOperation({ summary: "How calls of models, and a workflow's nodes, are spread over completed runs" })
  @ApiOkResponse({ type: WorkflowStatistics })
  get(@Query() query: StatisticsQuery): Promise<WorkflowStatistics> {
    return this.statistics.statistics(query);
  }
}
