import { DryRun, DryRunRequest } from '@aiwf/contracts';
import { WorkflowIdPipe } from '@aiwf/platform';
import { Body, Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { DryRunService } from './dry-run.service';

/** What executions would do, without doing it. */
@ApiTags('executions')
@Controller('ai/workflows')
export class DryRunController {
  constructor(private readonly dryRuns: DryRunService) {}

  @Post(':workflow_id/dry-run')
  @HttpCode(200)
  @ApiOperation({ summary: 'Show what a run would do and send, without sending anything' })
  @ApiParam({ name: 'workflow_id', example: 'wf_789012' })
  @ApiOkResponse({ type: DryRun })
  run(
    @Param('workflow_id', WorkflowIdPipe) workflowId: string,
    @Body() body: DryRunRequest,
    @Req() request: { id: string },
    @Res({ passthrough: true }) response: Response,
  ): Promise<DryRun> {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    return this.dryRuns.run(workflowId, body, request.id, gone.signal);
  }
}
