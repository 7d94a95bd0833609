import { BUILT_IN_TOOLS } from '@aiwf/contracts';
import { validateDefinition } from '@aiwf/definition';
import type { ModelProvider } from '@aiwf/models';
import { type GatewayConfig, HttpProblem } from '@aiwf/platform';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { GATEWAY_CONFIG } from '../gateway-config';
import { planWithModel } from './llm/llm-planner';
import { PLANNER_MODELS } from './models.provider';
import { planOutline } from './outline';
import type { Plan, PlanContext } from './plan';

const NOTHING_TO_DO =
  'The prompt holds no words: say in a sentence what the workflow should do, for example "Summarize this week\'s support tickets and list the urgent ones"';

const NO_USAGE = { llm_calls: 0, input_tokens: 0, output_tokens: 0, cost_usd: null };

/** Plans workflows: by the model where one is configured, else by grammar alone. */
@Injectable()
export class PlannerService {
  private readonly logger = new Logger(PlannerService.name);

  constructor(
    @Inject(GATEWAY_CONFIG) private readonly config: Pick<GatewayConfig, 'planner' | 'model'>,
    @Inject(PLANNER_MODELS) private readonly models: ModelProvider,
  ) {}

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

  /**
   * Makes a workflow of a sentence. What it returns is valid by `validateDefinition`.
   *
   * @throws HttpProblem `unusable_prompt` (422) when no workflow can be made of it, `model_unavailable` (503) or
   * `model_timeout` (504) when the model that plans fails.
   */
  async plan(prompt: string, context: PlanContext): Promise<Plan> {
    if (!/\p{L}/u.test(prompt)) throw new HttpProblem('unusable_prompt', { detail: NOTHING_TO_DO });
    const { planner } = this;
    const model = this.models.selection.id;
    try {
      const plan = planner === 'llm' ? await this.planByModel(prompt) : this.planByGrammar(prompt);
      return { ...plan, planner, model, repairs: [], usage: NO_USAGE };
    } catch (error) {
      const code = error instanceof HttpProblem ? error.code : 'internal_error';
      this.logger.warn({
        event: 'planning.failed',
        request_id: context.requestId,
        user_id: context.userId,
        planner,
        model,
        code,
      });
      throw error;
    }
  }

  private planByModel(prompt: string): ReturnType<typeof planWithModel> {
    return planWithModel(prompt, this.models, this.config.model.timeoutMs);
  }

  private planByGrammar(prompt: string): Pick<Plan, 'definition' | 'warnings'> {
    const outline = planOutline(prompt);
    const checked = validateDefinition(outline.definition, { tools: BUILT_IN_TOOLS });
    if (!checked.valid) throw new Error(`The outline is not valid: ${JSON.stringify(checked.problems)}`);
    const warnings = [...outline.warnings, ...checked.warnings.map(({ message }) => message)];
    return { definition: checked.definition, warnings };
  }
}
