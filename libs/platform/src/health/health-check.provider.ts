import { DiscoveryService } from '@nestjs/core';

/** What a check found; further fields are shown as they are, so they must hold no secret. */
export interface HealthReport {
  /** `degraded`: it works, but worse; shown with `state: "degraded"` and never turning the answer into a 503. */
  status: 'up' | 'down' | 'degraded';
  reason?: string;
  [detail: string]: unknown;
}

/** Something the service depends on. An injectable class that has it is found by `@RegisterHealthCheck()`. */
export interface HealthCheckProvider {
  /** Its name in the answer, such as `database`. */
  readonly name: string;
  /** Whether `/readyz` asks for it too: without it, the service cannot take requests. */
  readonly readiness: boolean;
  /** Looks once; given two seconds. What it throws means down. */
  check(): Promise<HealthReport>;
}

/** Marks an injectable `HealthCheckProvider`, in whatever module, to be part of `/health`. */
export const RegisterHealthCheck = DiscoveryService.createDecorator();
