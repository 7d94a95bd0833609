import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newWorkflowId } from '@aiwf/contracts';
import type { WorkflowDefinition } from '@aiwf/definition';
import { DatabaseModule } from '@aiwf/persistence';
import { ExecutionLog, type GatewayConfig, loadGatewayConfig } from '@aiwf/platform';
import { Global, Module, type Type } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { EngineClientModule } from './engine-client';
import { ExecutionsModule } from './executions';
import { GatewayConfigModule } from './gateway-config';
import { type Plan, PlannerModule, PlannerService } from './planner';
import { type ScriptedEngine, startScriptedEngine } from './scripted-engine.fixture';
import { type StoredWorkflow, WorkflowsService } from './workflows';

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
  refine: jest.Mock;
  judge: jest.Mock;
  log: jest.Mock;
  /** Has the stub planner's plan stored as a user's workflow. */
  stored(userId: string): Promise<StoredWorkflow>;
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
  const [plan, refine, judge, log] = [jest.fn(), jest.fn(), jest.fn(), jest.fn()];
  const planner = { plan, refine, judge, planner: 'outline', model: 'embedded:test' };

  @Global()
  @Module({ providers: [{ provide: ExecutionLog, useValue: { record: log } }], exports: [ExecutionLog] })
  class StubLogModule {}

  @Module({ providers: [{ provide: PlannerService, useValue: planner }], exports: [PlannerService] })
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
    refine,
    judge,
    log,
    stored: (userId) => {
      const context = { userId, requestId: 'request-0' };
      return module.get(WorkflowsService).generateOnce(newWorkflowId(), 'Greet someone', context);
    },
    close: async () => {
      await module.close();
      await engine.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A plan of the stub planner. */
export const greetingPlan: Plan = {
  definition: GREETING,
  planner: 'outline',
  model: 'embedded:test',
  warnings: ['one pass only'],
  repairs: [],
  usage: { llm_calls: 0, input_tokens: 0, output_tokens: 0, cost_usd: 0 },
};
