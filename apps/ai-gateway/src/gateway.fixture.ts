import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WorkflowDefinition } from '@aiwf/definition';
import { DatabaseModule } from '@aiwf/persistence';
import { ExecutionLog, type GatewayConfig, loadGatewayConfig } from '@aiwf/platform';
import { Global, Module, type Type } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { EngineClientModule } from './engine-client';
import { ExecutionsModule } from './executions';
import { GatewayConfigModule } from './gateway-config';
import { PlannerModule, PlannerService } from './planner';
import { type ScriptedEngine, startScriptedEngine } from './scripted-engine.fixture';

/** What the stub planner answers, whatever the prompt. */
export const GREETING: WorkflowDefinition = {
  name: 'Greeting',
  inputs: { type: 'object', properties: { name: { type: 'string', default: 'world' } } },
  nodes: [{ id: 'greet', type: 'transform', config: { value: 'Hello, {{ inputs.name }}!' } }],
  edges: [],
};

/** The gateway's rooms without HTTP: real database, scripted engine, stubbed planner and log. */
export interface GatewayRooms {
  module: TestingModule;
  engine: ScriptedEngine;
  plan: jest.Mock;
  log: jest.Mock;
  close(): Promise<void>;
}

/** @param more rooms beside those of workflows and executions */
export async function startGatewayRooms(
  variables: Record<string, string> = {},
  more: Type[] = [],
): Promise<GatewayRooms> {
  const engine = await startScriptedEngine();
  const dataDir = mkdtempSync(join(tmpdir(), 'gateway-'));
  const config: GatewayConfig = loadGatewayConfig({
    WORKFLOW_SERVICE_URL: engine.url,
    DATA_DIR: dataDir,
    ...variables,
  });
  const plan = jest.fn();
  const log = jest.fn();

  @Global()
  @Module({ providers: [{ provide: ExecutionLog, useValue: { record: log } }], exports: [ExecutionLog] })
  class StubLogModule {}

  @Module({ providers: [{ provide: PlannerService, useValue: { plan } }], exports: [PlannerService] })
  class StubPlannerModule {}

  const module = await Test.createTestingModule({
    imports: [
      StubLogModule,
      GatewayConfigModule.forRoot(config),
      DatabaseModule.forRoot({
        dataDir,
        name: 'gateway',
        migrations: join(__dirname, 'database', 'migrations'),
      }),
      EngineClientModule.forRoot(config),
      ExecutionsModule,
      ...more,
    ],
  })
    .overrideModule(PlannerModule)
    .useModule(StubPlannerModule)
    .compile();
  return {
    module,
    engine,
    plan,
    log,
    close: async () => {
      await module.close();
      await engine.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A plan of the stub planner. */
export const greetingPlan = {
  definition: GREETING,
  planner: 'outline' as const,
  model: 'embedded:test',
  warnings: ['one pass only'],
};
