import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import {
  ExecuteWorkflowRequest,
  GenerateRequest,
  ListQuery,
  UserQuery,
  type ErrorBody,
  EngineExecuteRequest,
} from '@aiwf/contracts';
import { Body, Controller, Get, Injectable, Module, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { loadGatewayConfig } from '../config/gateway.config';
import { HttpProblem } from '../errors/http-problem.error';
import {
  type HealthCheckProvider,
  type HealthReport,
  RegisterHealthCheck,
} from '../health/health-check.provider';
import { ExecutionLog } from '../logging/execution-log.service';
import { GenerationLimit } from '../throttling/generation-limit.decorator';
import { createHttpApp } from './create-http-app';
import { ExecutionIdPipe, WorkflowIdPipe } from './id.pipe';

/** What `GET /things/slow` waits for. */
export const slowRoute: { gate: Promise<void> } = { gate: Promise.resolve() };

@Controller('things')
class ThingsController {
  constructor(private readonly executions: ExecutionLog) {}

  @Post('generate')
  @GenerationLimit()
  generate(@Body() { prompt, user_id }: GenerateRequest): object {
    return { prompt, user_id };
  }

  @Post('engine')
  @ApiOkResponse({ type: EngineExecuteRequest })
  engine(@Body() body: EngineExecuteRequest): object {
    return { workflow_data: body.workflow_data, inputs: body.inputs ?? null };
  }

  @Post(':workflow_id/execute')
  execute(
    @Param('workflow_id', WorkflowIdPipe) workflow_id: string,
    @Body() body: ExecuteWorkflowRequest,
  ): object {
    this.executions.record('execution.request', { user_id: body.user_id, workflow_id });
    return { workflow_id, inputs: body.inputs ?? null };
  }

  @Get('executions/:execution_id')
  status(
    @Param('execution_id', ExecutionIdPipe) execution_id: string,
    @Query() { user_id }: UserQuery,
  ): object {
    return { execution_id, user_id };
  }

  @Get()
  list(@Query() { user_id, limit, cursor }: ListQuery): object {
    return { user_id, limit, cursor: cursor ?? null };
  }

  @Get('slow')
  async slow(): Promise<object> {
    await slowRoute.gate;
    return { done: true };
  }

  @Get('failures/:kind')
  fail(@Param('kind') kind: string): never {
    if (kind === 'problem')
      throw new HttpProblem('workflow_service_unavailable', { headers: { 'Retry-After': '7' } });
    throw new Error('connection to postgres://app:hunter2@db failed');
  }
}

/** A dependency whose state the spec sets. */
@RegisterHealthCheck()
@Injectable()
export class FakeDependency implements HealthCheckProvider {
  readonly name = 'database';
  readonly readiness = true;
  report: () => Promise<HealthReport> = () => Promise.resolve({ status: 'up' });

  check(): Promise<HealthReport> {
    return this.report();
  }
}

/** A dependency that readiness does not need. */
@RegisterHealthCheck()
@Injectable()
export class FakeModel implements HealthCheckProvider {
  readonly name = 'model';
  readonly readiness = false;
  report: HealthReport = { status: 'up' };

  check(): Promise<HealthReport> {
    return Promise.resolve(this.report);
  }
}

@Module({ controllers: [ThingsController], providers: [FakeDependency, FakeModel] })
class ThingsModule {}

/** A service with one controller, listening on a free port of the loopback interface. */
export interface RunningApp {
  app: NestExpressApplication;
  url: string;
  /** Every line of log so far, parsed. */
  log: () => Record<string, unknown>[];
  /** The log as it was written. */
  rawLog: () => string;
  /** Sends a request whose answer is JSON. */
  send: (
    path: string,
    init?: RequestInit,
  ) => Promise<{ status: number; headers: Headers; body: ErrorBody & Record<string, unknown> }>;
  /** Sends a body as JSON with POST. */
  post: (path: string, body: unknown) => ReturnType<RunningApp['send']>;
  /** Writes bytes on a connection of their own and gives back all that comes until it is closed. */
  raw: (text: string) => Promise<string>;
}

let lines: string[] = [];

/** Starts the service; `env` is its whole environment. */
export async function startApp(env: Record<string, string> = {}): Promise<RunningApp> {
  lines = [];
  const app = await createHttpApp(ThingsModule, {
    title: 'Things',
    description: 'A service for specs',
    config: loadGatewayConfig(env),
    // The logger is one a process, so the destination must be the same whichever app it was made for.
    logDestination: { write: (line) => void lines.push(line) },
  });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const send: RunningApp['send'] = async (path, init) => {
    const response = await fetch(url + path, init);
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as ErrorBody & Record<string, unknown>,
    };
  };
  return {
    app,
    url,
    log: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
    rawLog: () => lines.join(''),
    send,
    post: (path, body) =>
      send(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    raw: async (text) => {
      const socket = connect(port, '127.0.0.1');
      let received = '';
      socket.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
      socket.write(text);
      await once(socket, 'close');
      return received;
    },
  };
}
