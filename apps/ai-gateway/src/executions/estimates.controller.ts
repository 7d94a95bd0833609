import { Estimate, EstimateRequest } from '@aiwf/contracts';
import { WorkflowIdPipe } from '@aiwf/platform';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { EstimatesService } from './estimates.service';

/** What executions will take, before they are started. */
@ApiTags('executions')
@Controller('ai/workflows')
export class EstimatesController {
  constructor(private readonly estimates: EstimatesService) {}

  @Post(':workflow_id/estimate')
  @HttpCode(200)
  @ApiOperation({ summary: 'Estimate the tokens, cost and seconds of a run' })
  @ApiParam({ name: 'workflow_id', example: 'wf_789012' })
  @ApiOkResponse({ type: Estimate })
  estimate(
    @Param('workflow_id', WorkflowIdPipe) workflowId: string,
    @Body() body: EstimateRequest,
  ): Promise<Estimate> {
    return this.estimates.estimate(workflowId, body);
  }
}
