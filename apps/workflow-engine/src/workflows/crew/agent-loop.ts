import { ActivityFailure, ApplicationFailure, isCancellation } from '@temporalio/workflow';
import type { LlmCallInput, LlmCallResult } from '../activities.contract';
import { GraphFailure } from '../graph-failure';
import type { NodeContext } from '../nodes/node-context';
import { faceBreach } from './budget-breach';
import type { AgentAnswer, Conversation } from './conversation';
import { runToolTurn } from './tool-turn';

const DEFAULT_MAX_TURNS = 10;

/** Tool calls of one turn, which run at the same time. */
const MAX_TOOL_CALLS = 64;

/** Failures that another model would not mend. */
const NOT_THE_MODELS = new Set(['ledger_mismatch', 'not_recorded', 'execution_ended', 'unknown_price']);

/**
 * The agent loop: asks the model, has done what it asks for, and asks again until it answers. Every model call and every
 * tool call is an activity of its own, so a worker that dies loses at most the calls in flight.
 */
export class Agent {
  private turn: number;
  private onFallback: boolean;
  /** Turns that were counted; after a continue-as-new the last of them may be asked for again. */
  private counted: number;

  constructor(
    private readonly context: NodeContext,
    private readonly conversation: Conversation,
  ) {
    const { turn, fallback, counted } = context.checkpoint.step(conversation.path);
    this.turn = typeof turn === 'number' ? turn : 0;
    this.onFallback = fallback === true;
    this.counted = typeof counted === 'number' ? counted : 0;
  }

  /** Model calls of the conversation so far. */
  get turnsTaken(): number {
    return this.turn;
  }

  /**
   * Goes on until the next answer.
   *
   * @param feedback what is said to the agent first, about its answer before
   * @throws GraphFailure `max_turns` when it still asks for tools at its last turn, `too_many_tool_calls` past 64,
   * `budget_exceeded`, `outcome_unknown`
   */
  async answer(feedback?: string): Promise<AgentAnswer> {
    const { maxTurns = DEFAULT_MAX_TURNS } = this.conversation;
    let said = feedback;
    while (this.turn < maxTurns) {
      const reply = await this.ask(said);
      said = undefined;
      if (reply.tool_calls.length === 0) {
        this.turn += 1;
        return { text: reply.text, answer: reply.answer };
      }
      if (reply.tool_calls.length > MAX_TOOL_CALLS) {
        throw new GraphFailure(
          'too_many_tool_calls',
          `The agent asked for ${reply.tool_calls.length} tools in one turn; ${MAX_TOOL_CALLS} is the most`,
        );
      }
      // No turn is left to read what the tools would say.
      if (this.turn + 1 === maxTurns) break;
      await runToolTurn(this.context, this.conversation, this.turn, reply.tool_calls);
      this.turn += 1;
      this.remember();
    }
    throw new GraphFailure(
      'max_turns',
      said === undefined
        ? `The agent still asked for tools after ${maxTurns} turns (max_turns)`
        : `The agent has no turn left to mend its answer after ${maxTurns} turns (max_turns): ${said}`,
    );
  }

  /** Has the conversation go on from here after a continue-as-new. */
  remember(): void {
    const { turn, onFallback: fallback, counted } = this;
    this.context.checkpoint.remember(this.conversation.path, { turn, fallback, counted });
  }

  private async ask(feedback: string | undefined): Promise<LlmCallResult> {
    const { path, count } = this.conversation;
    if (count && this.counted <= this.turn) {
      count();
      this.counted = this.turn + 1;
      this.remember();
    }
    for (let asked = 0; ; asked += 1) {
      const reply = await this.call(feedback);
      if (!reply.breach) return reply;
      await faceBreach(reply.breach, `${path}/budget/${this.turn}.${asked}`, this.context);
    }
  }

  private async call(feedback: string | undefined): Promise<LlmCallResult> {
    const { retry, fallbackModel } = this.conversation;
    const input = this.inputOf(feedback);
    if (this.onFallback) return this.context.calls.llm(input, retry);
    try {
      return await this.context.calls.llm(input, retry);
    } catch (error) {
      if (fallbackModel === undefined || !isTheModels(error)) throw error;
      this.onFallback = true;
      this.remember();
      return this.context.calls.llm(this.inputOf(feedback), retry);
    }
  }

  private inputOf(feedback: string | undefined): LlmCallInput {
    const { path, opening, tools, coworkers, model, fallbackModel, answerSchema, spending } =
      this.conversation;
    return {
      key: { lineage: this.context.executionId, path, turn: this.turn },
      node_id: this.context.nodeId,
      tools,
      spending,
      ...(this.turn === 0 ? { opening } : {}),
      ...(feedback === undefined ? {} : { feedback }),
      ...(coworkers.length === 0 ? {} : { coworkers }),
      ...(model === undefined ? {} : { model }),
      ...(this.onFallback && fallbackModel !== undefined ? { fallback_model: fallbackModel } : {}),
      ...(answerSchema === undefined ? {} : { answer_schema: answerSchema }),
    };
  }
}

/** The model's calls failed for good, and another model may do better. */
function isTheModels(error: unknown): boolean {
  if (!(error instanceof ActivityFailure) || isCancellation(error)) return false;
  const { cause } = error;
  return !(cause instanceof ApplicationFailure && NOT_THE_MODELS.has(cause.type ?? ''));
}
