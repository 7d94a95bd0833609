import { Controller, Get, Res, ServiceUnavailableException } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { HealthCheck, type HealthCheckResult, HealthCheckService } from '@nestjs/terminus';
import { SkipThrottle } from '@nestjs/throttler';
import type { Response } from 'express';
import { HealthChecks } from './health-checks.service';

/** Answers whoever watches the service. The bodies are terminus' own, also with 503. */
@ApiTags('health')
@SkipThrottle({ default: true, generation: true })
@Controller()
export class HealthController {
  constructor(
    private readonly service: HealthCheckService,
    private readonly checks: HealthChecks,
  ) {}

  /** Everything the service depends on, by name. */
  @Get('health')
  @HealthCheck()
  health(@Res({ passthrough: true }) response: Response): Promise<HealthCheckResult> {
    return this.answer(response, { readiness: false });
  }

  /** Whether the service can take requests. */
  @Get('readyz')
  @HealthCheck()
  ready(@Res({ passthrough: true }) response: Response): Promise<HealthCheckResult> {
    return this.answer(response, { readiness: true });
  }

  /** Whether the process lives, whatever it depends on. */
  @Get('livez')
  @ApiOkResponse({
    schema: {
      type: 'object',
      required: ['status'],
      properties: { status: { type: 'string', enum: ['ok'] } },
    },
  })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  private async answer(response: Response, scope: { readiness: boolean }): Promise<HealthCheckResult> {
    try {
      return await this.service.check(this.checks.functions(scope));
    } catch (error) {
      if (!(error instanceof ServiceUnavailableException)) throw error;
      response.status(error.getStatus());
      return error.getResponse() as HealthCheckResult;
    }
  }
}
