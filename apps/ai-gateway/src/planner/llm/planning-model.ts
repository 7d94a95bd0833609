import { setTimeout as pause } from 'node:timers/promises';
import { AIMessage, HumanMessage, SystemMessage, type BaseMessage } from '@langchain/core/messages';
import { classifyModelError, type ModelFailure, type ModelProvider } from '@aiwf/models';
import { modelProblem } from './model-failure';
import { PLAN_SCHEMA } from './plan-schema';
import { PLANNING_INSTRUCTIONS } from './planning-prompt';

/** Tries of one call, the first included. */
const MAX_ATTEMPTS = 3;
const FIRST_BACKOFF_MS = 500;

const TIMED_OUT: ModelFailure = { code: 'timeout', message: 'The call took too long', retryable: false };

/** One answer of the model: its text, or why it is unreadable. */
export type ModelAnswer = { readonly text: string } | { readonly unreadable: string };

/** How long the model may take. */
export interface PlanningBounds {
  /** Milliseconds of one call. */
  readonly callMs: number;
  /** When planning as a whole ends, in milliseconds since the epoch. */
  readonly endsAt: number;
}

interface Structured {
  readonly raw: BaseMessage;
  readonly parsed: Record<string, unknown> | null;
}

/** Asks the model for one plan after another, within one deadline for all of them. */
export class PlanningModel {
  private offersTool: boolean;

  constructor(
    private readonly models: ModelProvider,
    private readonly bounds: PlanningBounds,
  ) {
    this.offersTool = models.selection.supportsStructuredOutput || models.selection.supportsTools;
  }

  /**
   * One answer. What may pass (429, 5xx, a lost connection) is tried again; garbage, a cut or an empty answer is an
   * answer, since asking again with the reason helps more than repeating.
   *
   * @throws HttpProblem 503 or 504 when the model cannot be asked, 422 when it declines.
   */
  async ask(request: string): Promise<ModelAnswer> {
    for (let attempt = 1; ; attempt += 1) {
      // Not left to the providers' clients: the copies LangChain makes of a model for tools know no such bound.
      const signal = AbortSignal.timeout(
        Math.max(0, Math.min(this.bounds.callMs, this.bounds.endsAt - Date.now())),
      );
      try {
        const answer = await this.call(request, signal);
        this.models.recordOutcome();
        return answer;
      } catch (error) {
        const failure = signal.aborted ? TIMED_OUT : classifyModelError(error);
        this.models.recordOutcome(error);
        if (failure.code === 'bad_response') return { unreadable: failure.message };
        if (failure.code === 'bad_request' && this.offersTool) {
          this.offersTool = false;
          continue;
        }
        const wait = failure.retryAfterMs ?? FIRST_BACKOFF_MS * 2 ** (attempt - 1) * (1 + Math.random());
        if (!this.mayRetry(failure, attempt, wait))
          throw modelProblem(failure, this.models.selection.id, error);
        await pause(wait);
      }
    }
  }

  /** A wait past the end would only turn this failure into a timeout. */
  private mayRetry(failure: ModelFailure, attempt: number, waitMs: number): boolean {
    const inTime = Date.now() + waitMs < this.bounds.endsAt;
    return failure.retryable && attempt < MAX_ATTEMPTS && inTime;
  }

  private async call(request: string, signal: AbortSignal): Promise<ModelAnswer> {
    const model = await this.models.chatModel();
    const messages = [new SystemMessage(PLANNING_INSTRUCTIONS), new HumanMessage(request)];
    if (!this.offersTool) return { text: (await model.invoke(messages, { signal })).text };
    const structured = model.withStructuredOutput<Record<string, unknown>>(PLAN_SCHEMA, {
      name: PLAN_SCHEMA.title,
      method: 'functionCalling',
      includeRaw: true,
    });
    return { text: answerText(await structured.invoke(messages, { signal })) };
  }
}

/** The parsed arguments, else whatever text there is: unparsable arguments or a plain answer. */
function answerText({ raw, parsed }: Structured): string {
  if (parsed) return JSON.stringify(parsed);
  const calls = AIMessage.isInstance(raw) ? (raw.invalid_tool_calls ?? []) : [];
  return calls[0]?.args ?? raw.text;
}
