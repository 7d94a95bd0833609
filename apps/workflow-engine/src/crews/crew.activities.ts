import { Inject, Injectable } from '@nestjs/common';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type { AIMessage } from '@langchain/core/messages';
import type { Json } from '@aiwf/definition';
import { classifyModelError, readUsage, type ModelProvider } from '@aiwf/models';
import { digestOf } from '@aiwf/persistence';
import type { Activities, LlmCallInput, LlmCallResult, ToolCallInput, ToolCallResult } from '../workflows';
import { beating } from '../temporal';
import { LedgerRepository } from '../ledger';
import { ConversationReader, fromStored, toStored, type Conversation } from './conversation.reader';
import { MODELS } from './models.provider';
import { ToolCatalogue, ToolError, type ToolDescription } from './tools';

/** An answer travels through Temporal's history, whose payloads end at 2 MB. */
const MAX_ANSWER_CHARACTERS = 256 * 1024;

/**
 * The two calls agents make. Both look into the ledger first, so a repeated activity returns what was recorded and
 * pays for nothing.
 */
@Injectable()
export class CrewActivities implements Pick<Activities, 'llmCall' | 'toolCall'> {
  constructor(
    @Inject(MODELS) private readonly models: ModelProvider,
    private readonly ledger: LedgerRepository,
    private readonly conversations: ConversationReader,
    private readonly tools: ToolCatalogue,
  ) {}

  /**
   * One turn of a conversation.
   *
   * @throws ApplicationFailure of the model's error, retryable with the provider's delay or not; `ledger_mismatch`
   * (never retried) when the recorded turn answered another question
   */
  async llmCall({ key, node_id, opening, tools }: LlmCallInput): Promise<LlmCallResult> {
    const conversation = await this.conversations.read(key, opening);
    const digest = digestOf({ messages: conversation.messages.map(toStored), tools });
    const { recorded } = conversation;
    if (recorded) {
      if (recorded.digest !== digest) {
        throw ApplicationFailure.nonRetryable(
          `Turn ${key.turn} of ${key.path} is recorded with another request`,
          'ledger_mismatch',
        );
      }
      return toResult(fromStored(recorded.reply));
    }
    const startedAt = Date.now();
    const reply = await this.askModel(conversation, tools);
    const usage = readUsage(reply);
    const standing = await this.ledger.recordModelCall(
      key,
      node_id,
      { digest, opening: key.turn === 0 ? conversation.opening : null, reply: toStored(reply) },
      {
        model: this.models.selection.id,
        inputTokens: usage.input_tokens,
        outputTokens: usage.output_tokens,
        durationMs: Date.now() - startedAt,
      },
    );
    return toResult(fromStored(standing));
  }

  /** One tool call the recorded turn asked for. What a tool refuses is an answer for the model, not a failure. */
  async toolCall({ key, position, node_id, tools }: ToolCallInput): Promise<ToolCallResult> {
    const asked = (await this.conversations.replyAt(key)).tool_calls?.[position];
    if (!asked) throw new Error(`Turn ${key.turn} of ${key.path} has no tool call ${position}`);
    const call = await this.ledger.beginToolCall(key, {
      position,
      callId: asked.id ?? `${key.turn}.${position}`,
      name: asked.name,
      arguments: asked.args as Json,
    });
    if (call.result) return { ok: call.result.ok };
    const result = await this.runTool(call.name, call.arguments, tools);
    await this.ledger.recordToolResult(key, node_id, call, result);
    return { ok: result.ok };
  }

  private async askModel({ messages }: Conversation, tools: string[]): Promise<AIMessage> {
    const { selection } = this.models;
    return beating(async (signal) => {
      try {
        const model = await this.models.chatModel();
        const described = selection.supportsTools ? this.tools.describe(tools) : [];
        const bound =
          described.length > 0 && model.bindTools ? model.bindTools(described.map(asFunction)) : model;
        const reply = assertUsable(await bound.invoke(messages, { signal }));
        this.models.recordOutcome();
        return reply;
      } catch (error) {
        if (signal.aborted) throw new CancelledFailure('The model call was cancelled');
        if (error instanceof ApplicationFailure) throw error;
        this.models.recordOutcome(error);
        const { message, code, retryable, retryAfterMs } = classifyModelError(error);
        throw ApplicationFailure.create({
          message,
          type: code,
          nonRetryable: !retryable,
          ...(retryAfterMs === undefined ? {} : { nextRetryDelay: retryAfterMs }),
        });
      }
    });
  }

  private async runTool(
    name: string,
    args: Json,
    allowed: string[],
  ): Promise<{ ok: boolean; content: string }> {
    if (!allowed.includes(name)) {
      return {
        ok: false,
        content: `There is no tool "${name}". Available: ${allowed.join(', ') || 'none'}.`,
      };
    }
    return beating(async (signal) => {
      try {
        const value = await this.tools.run(name, args, { signal });
        return { ok: true, content: typeof value === 'string' ? value : JSON.stringify(value) };
      } catch (error) {
        if (error instanceof ToolError) return { ok: false, content: error.message };
        throw error;
      }
    });
  }
}

/** A call whose arguments are not JSON can't be made: the model is asked again. */
function assertUsable(reply: AIMessage): AIMessage {
  if ((reply.invalid_tool_calls?.length ?? 0) > 0) {
    throw ApplicationFailure.retryable(
      'The model asked for a tool with arguments that are not JSON',
      'bad_response',
    );
  }
  return reply;
}

/** @throws ApplicationFailure `output_too_large`, after the call was recorded: asking again would pay for the same. */
function toResult(reply: AIMessage): LlmCallResult {
  const toolCalls = (reply.tool_calls ?? []).map(({ name }) => ({ name }));
  const text = toolCalls.length > 0 ? '' : reply.text;
  if (text.length > MAX_ANSWER_CHARACTERS) {
    throw ApplicationFailure.nonRetryable(
      `The model's answer is larger than ${MAX_ANSWER_CHARACTERS} characters`,
      'output_too_large',
    );
  }
  return { text, tool_calls: toolCalls };
}

function asFunction({ name, description, parameters }: ToolDescription) {
  return { type: 'function', function: { name, description, parameters } };
}
