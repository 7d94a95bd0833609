import type { WorkflowDefinition } from '@aiwf/definition';
import { createModels } from '@aiwf/models';
import {
  type ModelScript,
  type ScriptedModelServer,
  startScriptedModelServer,
  type WireFormatName,
} from '@aiwf/testing';
import { HttpProblem } from '@aiwf/platform';
import { type PlanningTool, ToolRegistry } from './ground';
import { BUILT_IN_PLANNING_TOOLS } from './ground/planning-tool';
import type { IntentChecks } from './intent-checks';
import type { Plan, PlanContext, PlanObserver, PlanRequest } from './plan';
import { PlannerService } from './planner.service';

export const KEY = 'sk-secret-of-this-test';
export const CONTEXT: PlanContext = { userId: 'user123', requestId: 'request-1' };

/** Models by the format of the server that is to stand in for their provider. */
export const MODELS: Readonly<Record<WireFormatName, string>> = {
  openai: 'openai:gpt-4o',
  anthropic: 'anthropic:claude-sonnet-4-5',
  'google-genai': 'google-genai:gemini-2.5-flash',
  ollama: 'ollama:llama3.2:1b',
};

const NO_CHECKS: IntentChecks = { checkIntent: () => [], checkRefinement: () => [] };

/** A planner whose model is scripted. */
export interface PlannerUnderTest {
  readonly planner: PlannerService;
  readonly server: ScriptedModelServer;
  /** Plans, and takes it that there is a plan. */
  plan(request: string | PlanRequest, observer?: PlanObserver): Promise<Plan>;
  /** Plans, and takes it that it is refused, without showing the key. */
  failure(request?: string | PlanRequest): Promise<HttpProblem>;
}

interface Setting {
  readonly wireFormat?: WireFormatName;
  readonly timeoutMs?: number;
  readonly intent?: Partial<IntentChecks>;
  /** Those of MCP servers, beside the built-in ones. */
  readonly tools?: readonly PlanningTool[];
}

/** Starts a planner; the caller closes its server. */
export async function startPlanner(script: ModelScript, setting: Setting = {}): Promise<PlannerUnderTest> {
  const { wireFormat = 'openai', timeoutMs = 5_000, intent, tools = [] } = setting;
  const server = await startScriptedModelServer(script, { wireFormat });
  const name = MODELS[wireFormat];
  const model = { name, baseUrl: server.baseUrl, apiKey: KEY, timeoutMs, maxOutputTokens: 2048 };
  const registry = new ToolRegistry({ tools: async () => [...BUILT_IN_PLANNING_TOOLS, ...tools] });
  await registry.refresh();
  const planner = new PlannerService({ planner: 'auto', model }, createModels(model), registry, {
    ...NO_CHECKS,
    ...intent,
  });
  const asked = (request: string | PlanRequest): PlanRequest =>
    typeof request === 'string' ? { prompt: request } : request;
  return {
    planner,
    server,
    plan: async (request, observer) => {
      const outcome = await planner.plan(asked(request), CONTEXT, observer);
      if ('questions' in outcome) throw new Error(`It asks: ${JSON.stringify(outcome.questions)}`);
      return outcome.plan;
    },
    failure: async (request = 'Summarize tickets') => {
      const error: unknown = await planner.plan(asked(request), CONTEXT).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      return assertProblem(error);
    },
  };
}

/** What was thrown as the problem that it has to be, which must not show the key. */
export function assertProblem(error: unknown): HttpProblem {
  if (!(error instanceof HttpProblem)) throw new Error('Not refused as a problem', { cause: error });
  expect(JSON.stringify([error.detail, error.errors, error.headers])).not.toContain(KEY);
  return error;
}

/** A workflow that is sound. */
export const SOUND = {
  name: 'Ticket Summary',
  inputs: {
    type: 'object',
    properties: { ticket: { type: 'string', default: 'Sample ticket: no login.' } },
  },
  nodes: [{ id: 'summarize', type: 'agent', config: { prompt: 'Summarize: {{ inputs.ticket }}' } }],
  edges: [],
  output: { summary: '{{ nodes.summarize.output.text }}' },
} satisfies WorkflowDefinition;

/** The same with an edge that leads nowhere. */
export const UNSOUND = { ...SOUND, edges: [{ source: 'summarize', target: 'nowhere' }] };
