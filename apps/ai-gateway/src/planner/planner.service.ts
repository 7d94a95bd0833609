import type { ErrorItem } from '@aiwf/contracts';
import {
  type JsonObject,
  type NodeTypeDescription,
  validateDefinition,
  type WorkflowDefinition,
} from '@aiwf/definition';
import type { ModelProvider } from '@aiwf/models';
import { type GatewayConfig, HttpProblem } from '@aiwf/platform';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { explain } from '../explain';
import { GATEWAY_CONFIG } from '../gateway-config';
import { PLANNED_NODE_TYPES, type PlanningTool, ToolRegistry } from './ground';
import { unreadPrompt } from './intent';
import { INTENT_CHECKS, type IntentChecks } from './intent-checks';
import { LlmPlanner } from './llm';
import { PLANNER_MODELS } from './models.provider';
import { OutlinePlanner } from './outline.planner';
import type { Plan, PlanContext, PlanObserver, PlanOutcome, PlanRequest } from './plan';
import type { Planner, Refinement } from './planner';

const NOTHING_TO_DO =
  'The prompt holds no words: say in a sentence what the workflow should do, for example "Summarize this week\'s support tickets and list the urgent ones"';

/** What plans are made of. */
export interface Ground {
  readonly nodeTypes: readonly NodeTypeDescription[];
  readonly tools: readonly PlanningTool[];
}

/** What is to be said of a definition that somebody else made. */
export interface Judgement {
  /** It can run, and does what the prompt asks if there is one. */
  readonly valid: boolean;
  readonly problems: readonly ErrorItem[];
  readonly warnings: readonly string[];
  /** What it does, in plain words; null: it can't run. */
  readonly explanation: string | null;
}

/** Plans workflows: by the model where one is configured, else by grammar alone. */
@Injectable()
export class PlannerService {
  private readonly logger = new Logger(PlannerService.name);
  private readonly llm: LlmPlanner;
  private readonly outline: OutlinePlanner;

  constructor(
    @Inject(GATEWAY_CONFIG) private readonly config: Pick<GatewayConfig, 'planner' | 'model'>,
    @Inject(PLANNER_MODELS) private readonly models: ModelProvider,
    @Inject(ToolRegistry) private readonly tools: Pick<ToolRegistry, 'known' | 'candidatesFor'>,
    @Inject(INTENT_CHECKS) private readonly intent: IntentChecks,
  ) {
    this.llm = new LlmPlanner(models, config.model.timeoutMs, tools, intent);
    this.outline = new OutlinePlanner(intent);
  }

  /** Who plans: `PLANNER`, where `auto` is the model if there is a provider's. */
  get planner(): Plan['planner'] {
    const choice = this.config.planner;
    switch (choice) {
      case 'llm':
      case 'outline':
        return choice;
      case 'auto':
        return this.config.model.name === undefined ? 'outline' : 'llm';
      default:
        return choice satisfies never;
    }
  }

  /** The model that plans, or for an outline the one that agents run on. */
  get model(): string {
    return this.models.selection.id;
  }

  /** What plans are made of now. */
  get ground(): Ground {
    return { nodeTypes: PLANNED_NODE_TYPES, tools: this.tools.known.all };
  }

  /**
   * Makes a workflow of a sentence, or asks first where `clarify` allows it. A workflow that it returns is valid by
   * `validateDefinition`, and one of the model's stays within what its user may have meant.
   *
   * @param observer is told of nodes and repairs as they come
   * @throws HttpProblem `unusable_prompt` (422) when no workflow can be made of it, `invalid_request` (422) for answers that
   * answer nothing asked, `model_unavailable` (503) or `model_timeout` (504) when the model that plans fails.
   */
  async plan(request: PlanRequest, context: PlanContext, observer?: PlanObserver): Promise<PlanOutcome> {
    assertWords(request.prompt);
    return this.watched(context, async (planner, by) => {
      const made = await planner.plan(request, context, observer);
      if ('questions' in made) return made;
      const unread = planner === this.llm ? unreadPrompt(request.prompt) : undefined;
      const warnings = unread === undefined ? made.warnings : [...made.warnings, unread];
      return { plan: { ...made, warnings, ...by } };
    });
  }

  /**
   * Changes a workflow as an instruction says. All nodes that it does not have to change are the very ones of `before`.
   *
   * @throws HttpProblem as {@link plan} does
   */
  async refine(
    before: WorkflowDefinition,
    refinement: Refinement,
    context: PlanContext,
    observer?: PlanObserver,
  ): Promise<Plan> {
    assertWords(refinement.instruction);
    return this.watched(context, async (planner, by) => ({
      ...(await planner.refine(before, refinement, observer)),
      ...by,
    }));
  }

  /** Judges any definition, by what engines have now and, if there is a prompt, by what that asks for. */
  judge(candidate: JsonObject, prompt?: string): Promise<Judgement> {
    const { all, fromEngine } = this.tools.known;
    const names = all.map(({ name }) => name);
    const checked = validateDefinition(candidate, {
      tools: names,
      storedWorkflows: true,
      // While the engine is away nobody knows which tools its servers have.
      ...(fromEngine && { mcpTools: names }),
    });
    if (!checked.valid) {
      return Promise.resolve({ valid: false, problems: checked.problems, warnings: [], explanation: null });
    }
    const problems = prompt === undefined ? [] : this.intent.checkIntent(prompt, checked.definition);
    const warnings = checked.warnings.map(({ message }) => message);
    const explanation = explain(checked.definition);
    return Promise.resolve({ valid: problems.length === 0, problems, warnings, explanation });
  }

  /** Lets the planner work that is in use, and logs when it fails. */
  private async watched<Made>(
    { requestId, userId }: PlanContext,
    work: (planner: Planner, by: Pick<Plan, 'planner' | 'model'>) => Promise<Made>,
  ): Promise<Made> {
    const { planner } = this;
    const model = this.models.selection.id;
    try {
      return await work(this[planner], { planner, model });
    } catch (error) {
      const code = error instanceof HttpProblem ? error.code : 'internal_error';
      this.logger.warn({
        event: 'planning.failed',
        request_id: requestId,
        user_id: userId,
        planner,
        model,
        code,
      });
      throw error;
    }
  }
}

function assertWords(text: string): void {
  if (!/\p{L}/u.test(text)) throw new HttpProblem('unusable_prompt', { detail: NOTHING_TO_DO });
}
