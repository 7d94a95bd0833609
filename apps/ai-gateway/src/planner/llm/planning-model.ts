import { setTimeout as pause } from 'node:timers/promises';
import {
  answerModes,
  classifyModelError,
  priceOf,
  streamAnswer,
  type AnswerForm,
  type AnswerMode,
  type FormedAnswer,
  type ModelFailure,
  type ModelProvider,
} from '@aiwf/models';
import type { PlanningUsage } from '../plan';
import { MAX_ANSWER_LENGTH } from './answer/read-answer';
import { modelProblem } from './model-failure';

/** Tries of one call, the first included. */
const MAX_ATTEMPTS = 3;
const FIRST_BACKOFF_MS = 500;
/** Milliseconds that planning may take in all, however long single calls may. */
const MAX_PLANNING_MS = 240_000;

const TIMED_OUT: ModelFailure = { code: 'timeout', message: 'The call took too long', retryable: false };

/** What the model is asked. */
export interface PlanningQuestion {
  readonly instructions: string;
  readonly message: string;
  readonly form: AnswerForm;
  /** Called as each try begins, for what is to be given the parts of its answer as they arrive. */
  readonly listen: () => (piece: string) => void;
}

/** One answer of the model, or why it is unreadable. */
export type ModelAnswer = FormedAnswer | { readonly unreadable: string };

/** The model that plans, and the surest way it is known to keep to a form. */
export class PlanningModel {
  private readonly modes: readonly AnswerMode[];
  private surest = 0;

  /** @param timeoutMs of one call; planning as a whole gets twice that, and four minutes at most. */
  constructor(
    private readonly models: ModelProvider,
    private readonly timeoutMs: number,
  ) {
    this.modes = answerModes(models.selection);
  }

  /** Starts planning one workflow: the deadline runs from here. @param gone aborted when nobody waits any more */
  async converse(gone?: AbortSignal): Promise<PlanningConversation> {
    // Loads the code of the model's provider, the first time: long enough to be missed from a call's time.
    await this.models.chatModel().catch(() => undefined);
    const endsAt = Date.now() + Math.min(this.timeoutMs * 2, MAX_PLANNING_MS);
    return new PlanningConversation(this, endsAt, gone);
  }

  get id(): string {
    return this.models.selection.id;
  }

  /** The modes to try, one after another. */
  get ways(): readonly AnswerMode[] {
    return this.modes.slice(this.surest);
  }

  /** Remembers what worked, so that later plans need not find out again. A mode is given up only for one that worked. */
  worked(mode: AnswerMode): void {
    this.surest = this.modes.indexOf(mode);
  }

  /** @throws ModelFailure-classified errors; the outcome is recorded for the health check. */
  async call(
    { instructions, message, form, listen }: PlanningQuestion,
    mode: AnswerMode,
    signal: AbortSignal,
  ): Promise<FormedAnswer> {
    const { HumanMessage, SystemMessage } = await import('@langchain/core/messages');
    const messages = [new SystemMessage(instructions), new HumanMessage(message)];
    const question = { messages, form, mode, signal, maxCharacters: MAX_ANSWER_LENGTH };
    try {
      const answer = await streamAnswer(this.models, question, listen());
      this.models.recordOutcome();
      return answer;
    } catch (error) {
      this.models.recordOutcome(error);
      throw error;
    }
  }

  /** A signal for one call: not left to the providers' clients, whose own time limits differ in what they bound. */
  signalUntil(endsAt: number, gone: AbortSignal | undefined): AbortSignal {
    const timeout = AbortSignal.timeout(Math.max(0, Math.min(this.timeoutMs, endsAt - Date.now())));
    return gone ? AbortSignal.any([timeout, gone]) : timeout;
  }
}

/** Asks for one answer after another, within one deadline for all of them, and sums up what they take. */
export class PlanningConversation {
  private calls = 0;
  private inputTokens = 0;
  private outputTokens = 0;
  private cost: number | null = 0;

  constructor(
    private readonly model: PlanningModel,
    private readonly endsAt: number,
    private readonly gone: AbortSignal | undefined,
  ) {}

  get usage(): PlanningUsage {
    const { calls, inputTokens, outputTokens, cost } = this;
    return { llm_calls: calls, input_tokens: inputTokens, output_tokens: outputTokens, cost_usd: cost };
  }

  /**
   * One answer. What may pass (429, 5xx, a lost connection) is tried again; a mode that the server does not take makes way
   * for the next; garbage, a cut or an empty answer is an answer, since asking again with the reason helps more than
   * repeating.
   *
   * @throws HttpProblem 503 or 504 when the model cannot be asked, 422 when it declines.
   */
  async ask(question: PlanningQuestion): Promise<ModelAnswer> {
    const ways = [...this.model.ways];
    for (let attempt = 1; ; attempt += 1) {
      const [mode = 'text', next] = ways;
      const signal = this.model.signalUntil(this.endsAt, this.gone);
      try {
        const answer = await this.model.call(question, mode, signal);
        this.model.worked(mode);
        this.count(answer.usage);
        return answer;
      } catch (error) {
        const failure = signal.aborted ? TIMED_OUT : classifyModelError(error);
        if (failure.code === 'bad_response') {
          this.count({ input_tokens: 0, output_tokens: 0 });
          return { unreadable: failure.message };
        }
        if (next !== undefined && refusesForm(failure)) {
          ways.shift();
          attempt -= 1;
          continue;
        }
        const wait = failure.retryAfterMs ?? FIRST_BACKOFF_MS * 2 ** (attempt - 1) * (1 + Math.random());
        if (!this.mayRetry(failure, attempt, wait)) throw modelProblem(failure, this.model.id, error);
        await pause(wait);
      }
    }
  }

  /** A wait past the end would only turn this failure into a timeout. */
  private mayRetry(failure: ModelFailure, attempt: number, waitMs: number): boolean {
    const inTime = Date.now() + waitMs < this.endsAt;
    return failure.retryable && attempt < MAX_ATTEMPTS && inTime;
  }

  private count(usage: FormedAnswer['usage']): void {
    const price = priceOf(this.model.id, usage);
    this.calls += 1;
    this.inputTokens += usage.input_tokens;
    this.outputTokens += usage.output_tokens;
    this.cost = price === undefined || this.cost === null ? null : this.cost + price;
  }
}

/** Ollama says 500 to a schema that it can't make a grammar of. */
function refusesForm({ code, status = 0, message }: ModelFailure): boolean {
  return code === 'bad_request' || (status >= 500 && /schema|grammar|response_format|tool/i.test(message));
}
