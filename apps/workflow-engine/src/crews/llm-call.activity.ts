import { Inject, Injectable } from '@nestjs/common';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type { AIMessage, BaseMessage } from '@langchain/core/messages';
import type { Json } from '@aiwf/definition';
import {
  classifyModelError,
  estimatedPromptTokens,
  ModelNotConfiguredError,
  priceOf,
  readUsage,
  type ModelProvider,
} from '@aiwf/models';
import { patiently, type Orm } from '@aiwf/persistence';
import type { EngineConfig } from '@aiwf/platform';
import { BudgetRepository } from '../budgets';
import { MAX_ANSWER_CHARACTERS, Values } from '../blobs';
import { ENGINE_CONFIG } from '../engine-config';
import { CallAttempts, type InheritableCall, ModelCallsRepository, type StoredReply } from '../ledger';
import { Recordings } from '../recordings';
import type { Activities, AskedTool, LlmCallInput, LlmCallResult, Stored } from '../workflows';
import { ConversationReader, fromStored, toStored, type Conversation } from './conversation.reader';
import { MODELS } from './models.provider';
import { asFunction, assertUsable, requestDigest, withInstruction } from './llm-request';
import { mockReply } from './mock-reply';
import { OfferedTools, type OfferedTool } from './offered-tools';
import { readAnswer } from './structured-answer';
import { fitArguments } from './tools';

const NOTHING = { json: '' };

/**
 * The model calls of agents. The ledger is looked into first, so a repeated activity returns what was recorded and pays
 * for nothing.
 */
@Injectable()
export class LlmCallActivity implements Pick<Activities, 'llmCall'> {
  constructor(
    @Inject(MODELS) private readonly models: ModelProvider,
    @Inject(ENGINE_CONFIG) private readonly config: EngineConfig,
    private readonly attempts: CallAttempts,
    private readonly ledger: ModelCallsRepository,
    private readonly budgets: BudgetRepository,
    private readonly conversations: ConversationReader,
    private readonly offered: OfferedTools,
    private readonly values: Values,
    private readonly recordings: Recordings,
  ) {}

  /**
   * One turn of a conversation.
   *
   * @throws ApplicationFailure of the model's error, retryable with the provider's delay or not; never retried:
   * `ledger_mismatch` when the recorded turn answered another question, `not_recorded` where only recorded calls are
   * taken, `execution_ended` for a run that is closed, `unknown_price` under `max_cost_usd`
   */
  async llmCall(input: LlmCallInput): Promise<LlmCallResult> {
    await this.recordings.turn(input);
    return this.attempts.make(input.key, undefined, (signal) => this.attempt(input, signal));
  }

  private async attempt(input: LlmCallInput, signal: AbortSignal): Promise<LlmCallResult> {
    const { key } = input;
    const tools = input.dry_run ? [] : await this.offered.of(input);
    const nameOf = (name: string) => tools.find((tool) => tool.name === name)?.function_name ?? name;
    const conversation = await this.conversations.read(input, nameOf);
    const digest = requestDigest(input, conversation);
    const { recorded, isOpen, forkedFrom } = conversation;
    if (recorded) {
      if (recorded.digest !== digest) {
        throw refused('ledger_mismatch', `Turn ${key.turn} of ${key.path} is recorded with another request`);
      }
      return this.resultOf(fromStored(recorded.reply), input, tools);
    }
    const inherited =
      forkedFrom === null ? undefined : await this.ledger.inheritable(key, digest, forkedFrom);
    if (inherited) return this.takeOver(input, inherited, tools);
    if (input.recorded_only) {
      const otherwise = this.recordings.courseOf(input)?.hasModelCall(key.path, key.turn) ?? false;
      return this.recordings.missing(input, `Turn ${key.turn} of ${key.path}`, otherwise);
    }
    if (input.dry_run) return this.rehearse(input, conversation, digest);
    if (!isOpen) throw refused('execution_ended', 'The execution has ended');
    return this.ask(input, conversation, { tools, digest, signal });
  }

  /** Nothing is paid for it, but where a run retraces a record, what was paid there counts against its limits again. */
  private async takeOver(
    input: LlmCallInput,
    inherited: InheritableCall,
    tools: OfferedTool[],
  ): Promise<LlmCallResult> {
    const { key, node_id, spending, recorded_only } = input;
    const { inputTokens, outputTokens, costUsd } = inherited;
    const spent = { tokens: inputTokens + outputTokens, costUsd: costUsd ?? 0 };
    const breach = recorded_only ? await this.budgets.reserve(key, spending, spent) : undefined;
    if (breach) return { text: NOTHING, tool_calls: [], breach };
    const settle = (tx: Orm) => this.budgets.settleWithin(tx, key, spending, spent);
    const reply = await this.ledger.takeOver(key, node_id, inherited, recorded_only ? settle : undefined);
    return this.resultOf(fromStored(reply), input, tools);
  }

  /** Records what would be asked, and an answer that is made up; nobody is asked, and nothing is reserved or paid. */
  private async rehearse(
    input: LlmCallInput,
    conversation: Conversation,
    digest: string,
  ): Promise<LlmCallResult> {
    const named = input.fallback_model ?? input.model;
    if (named !== undefined) await this.models.chatModel(named).catch(refusing);
    const standing = await this.record({ ...input, spending: [] }, conversation, digest, mockReply(input), 0);
    return this.resultOf(fromStored(standing), input, []);
  }

  private async ask(
    input: LlmCallInput,
    conversation: Conversation,
    { tools, digest, signal }: { tools: OfferedTool[]; digest: string; signal: AbortSignal },
  ): Promise<LlmCallResult> {
    const { key, spending } = input;
    const messages = withInstruction(conversation.messages, input);
    if (spending.length > 0) {
      const breach = await this.budgets.reserve(key, spending, this.mostOf(input, messages));
      if (breach) return { text: NOTHING, tool_calls: [], breach };
    }
    const startedAt = Date.now();
    try {
      const reply = await this.invoke(input, messages, tools, signal);
      const durationMs = Date.now() - startedAt;
      // It is paid for: nothing but the end of this process may keep it out of the ledger.
      const record = () => this.record(input, conversation, digest, reply, durationMs);
      const standing = await patiently(record, signal);
      return await this.resultOf(fromStored(standing), input, tools);
    } finally {
      // What a call that failed, or that another attempt recorded first, still has reserved.
      if (spending.length > 0) await this.budgets.release(key);
    }
  }

  /** @returns the reply that stands in the ledger: this one, or another attempt's */
  private record(
    input: LlmCallInput,
    { opening }: Conversation,
    digest: string,
    reply: AIMessage,
    durationMs: number,
  ): Promise<StoredReply> {
    const { key, node_id, spending, feedback = null } = input;
    const usage = readUsage(reply);
    const model = this.modelOf(input).id;
    const cost = priceOf(model, usage);
    const spent = { tokens: usage.input_tokens + usage.output_tokens, costUsd: cost ?? 0 };
    return this.ledger.record(
      key,
      node_id,
      { digest, opening: key.turn === 0 ? opening : null, feedback, reply: toStored(reply) },
      {
        model,
        inputTokens: usage.input_tokens,
        outputTokens: usage.output_tokens,
        costUsd: cost ?? null,
        durationMs,
      },
      spending.length > 0 ? (tx) => this.budgets.settleWithin(tx, key, spending, spent) : undefined,
    );
  }

  private async invoke(
    { model: name, fallback_model }: LlmCallInput,
    messages: BaseMessage[],
    tools: OfferedTool[],
    signal: AbortSignal,
  ): Promise<AIMessage> {
    try {
      const named = fallback_model ?? name;
      const model = await this.models.chatModel(named);
      const offered = this.models.selectionOf(named).supportsTools ? tools : [];
      const bound = offered.length > 0 && model.bindTools ? model.bindTools(offered.map(asFunction)) : model;
      const reply = assertUsable(await bound.invoke(messages, { signal }));
      if (named === undefined) this.models.recordOutcome();
      return reply;
    } catch (error) {
      if (signal.aborted) throw new CancelledFailure('The model call was cancelled');
      if (error instanceof ApplicationFailure) throw error;
      if (error instanceof ModelNotConfiguredError) throw refused('model_not_configured', error.message);
      if ((fallback_model ?? name) === undefined) this.models.recordOutcome(error);
      const { message, code, retryable, retryAfterMs } = classifyModelError(error);
      throw ApplicationFailure.create({
        message,
        type: code,
        nonRetryable: !retryable,
        ...(retryAfterMs === undefined ? {} : { nextRetryDelay: retryAfterMs }),
      });
    }
  }

  /** What the call may spend at most: its prompt, estimated on the high side, and the longest answer allowed. */
  private mostOf(input: LlmCallInput, messages: BaseMessage[]) {
    const usage = {
      input_tokens: estimatedPromptTokens(messages.map(({ text }) => text)),
      output_tokens: this.config.model.maxOutputTokens,
    };
    const { id } = this.modelOf(input);
    const cost = priceOf(id, usage);
    if (cost === undefined && input.spending.some(({ limits }) => limits.max_cost_usd !== undefined)) {
      throw refused(
        'unknown_price',
        `The price of ${id} is not known, so max_cost_usd can't hold: take max_tokens instead, or a model whose price is known`,
      );
    }
    return { tokens: usage.input_tokens + usage.output_tokens, costUsd: cost ?? 0 };
  }

  private modelOf({ model, fallback_model }: LlmCallInput) {
    try {
      return this.models.selectionOf(fallback_model ?? model);
    } catch (error) {
      return refusing(error);
    }
  }

  private async resultOf(
    reply: AIMessage,
    { key: { lineage }, answer_schema }: LlmCallInput,
    offered: OfferedTool[],
  ): Promise<LlmCallResult> {
    const asked = reply.tool_calls ?? [];
    if (asked.length > 0) {
      const tool_calls = asked.map(({ name, args }) => this.askedTool(lineage, name, args as Json, offered));
      return { text: NOTHING, tool_calls: await Promise.all(tool_calls) };
    }
    const text = await this.kept(lineage, reply.text);
    if (!answer_schema) return { text, tool_calls: [] };
    const answer = readAnswer(reply.text, answer_schema);
    return {
      text,
      tool_calls: [],
      answer: 'problems' in answer ? answer : { value: await this.kept(lineage, answer.value) },
    };
  }

  private kept(lineage: string, value: Json): Promise<Stored> {
    return this.values.keep(lineage, value, MAX_ANSWER_CHARACTERS);
  }

  private async askedTool(
    lineage: string,
    functionName: string,
    args: Json,
    offered: OfferedTool[],
  ): Promise<AskedTool> {
    const tool = offered.find((candidate) => candidate.function_name === functionName);
    if (!tool) return { name: functionName, kind: 'unknown', effect: 'read', needs_approval: false };
    const { name, kind, effect, parameters } = tool;
    // Nobody is asked about a call that would be refused for its arguments.
    const needs_approval = tool.needs_approval && fitArguments(parameters, args);
    const shown = kind !== 'tool' || needs_approval;
    return {
      name,
      kind,
      effect,
      needs_approval,
      ...(shown ? { arguments: await this.kept(lineage, args) } : {}),
    };
  }
}

function refused(type: string, message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, type);
}

/** A model that is not configured will not be there at the next attempt either. */
function refusing(error: unknown): never {
  throw error instanceof ModelNotConfiguredError ? refused('model_not_configured', error.message) : error;
}
