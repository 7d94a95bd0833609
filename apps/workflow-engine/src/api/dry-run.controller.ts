import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DryRun, EngineDryRunRequest } from '@aiwf/contracts';
import type { Response } from 'express';
import { DryRunService } from '../executions';

/** What runs would do, without doing it. */
@ApiTags('executions')
@Controller('workflow')
export class DryRunController {
  constructor(private readonly dryRuns: DryRunService) {}

  @Post('dry-run')
  @HttpCode(200)
  @ApiOperation({ summary: 'Show what a run of a definition would do and send, without sending anything' })
  @ApiOkResponse({ type: DryRun })
  run(@Body() request: EngineDryRunRequest, @Res({ passthrough: true }) response: Response): Promise<DryRun> {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    return this.dryRuns.run(request, gone.signal);
  }
}
