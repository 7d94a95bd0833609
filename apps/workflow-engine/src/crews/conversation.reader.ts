import { Injectable } from '@nestjs/common';
import { Context } from '@temporalio/activity';
import {
  HumanMessage,
  SystemMessage,
  ToolMessage,
  mapChatMessagesToStoredMessages,
  mapStoredMessagesToChatMessages,
  type AIMessage,
  type BaseMessage,
  type StoredMessage,
} from '@langchain/core/messages';
import type { JsonObject } from '@aiwf/definition';
import type { CallKey, ConversationOpening, LlmCallInput } from '../workflows';
import { Values } from '../blobs';
import { NewNodes } from '../events';
import {
  ModelCallsRepository,
  ToolCallsRepository,
  type RecordedModelCall,
  type RecordedToolCall,
  type RecordedTurns,
  type StoredReply,
} from '../ledger';

/** A conversation as the ledger has it, up to the turn that is asked for. */
export interface Conversation {
  opening: ConversationOpening;
  messages: BaseMessage[];
  /** The turn itself, when it is recorded already. */
  recorded: RecordedModelCall | undefined;
  /** Its run has not written its closing event. */
  isOpen: boolean;
  /** The execution its run goes on from. */
  forkedFrom: string | null;
}

/** What the ledger has of a conversation that nobody was asked to hold yet. */
const NEW: RecordedTurns = { calls: [], isOpen: true, forkedFrom: null };

/** Builds a conversation's messages from the ledger, so that Temporal's history needs to carry none of them. */
@Injectable()
export class ConversationReader {
  constructor(
    private readonly modelCalls: ModelCallsRepository,
    private readonly toolCalls: ToolCallsRepository,
    private readonly values: Values,
    private readonly newNodes: NewNodes,
  ) {}

  /**
   * @param asked for the turn
   * @param nameOf the name that models are told for a tool
   * @throws Error when an earlier turn is missing, which means that the ledger's rows were removed under a live run
   */
  async read(asked: LlmCallInput, nameOf: (tool: string) => string): Promise<Conversation> {
    const { key, opening, feedback } = asked;
    const { calls, isOpen, forkedFrom } = this.isNew(asked) ? NEW : await this.modelCalls.upTo(key);
    const begun = opening ?? calls.find((call) => call.turn === 0)?.opening;
    if (!begun)
      throw new Error(`The conversation ${key.path} of ${key.lineage} has no beginning in the ledger`);
    const tools = key.turn === 0 ? [] : await this.toolCalls.before(key);
    const messages: BaseMessage[] = [
      new SystemMessage(await this.text(key, begun.system)),
      new HumanMessage(await this.text(key, begun.prompt)),
    ];
    for (let turn = 0; turn < key.turn; turn += 1) {
      const call = calls.find((candidate) => candidate.turn === turn);
      if (!call) throw new Error(`Turn ${turn} of ${key.path} of ${key.lineage} is missing in the ledger`);
      if (call.feedback !== null) messages.push(new HumanMessage(call.feedback));
      messages.push(fromStored(call.reply));
      for (const tool of tools.filter((candidate) => candidate.turn === turn)) {
        messages.push(await this.toolMessage(key, tool, nameOf));
      }
    }
    if (feedback !== undefined) messages.push(new HumanMessage(feedback));
    const recorded = calls.find((call) => call.turn === key.turn);
    return { opening: begun, messages, recorded, isOpen, forkedFrom };
  }

  /** The reply of one turn. */
  async replyAt(key: CallKey): Promise<AIMessage> {
    const reply = await this.modelCalls.replyAt(key);
    if (!reply) throw new Error(`Turn ${key.turn} of ${key.path} of ${key.lineage} is missing in the ledger`);
    return fromStored(reply);
  }

  /** Nobody was asked for it before, and what its run did until then was just written by this process. */
  private isNew({ key: { path, turn }, repeated, fallback_model }: LlmCallInput): boolean {
    if (turn > 0 || repeated || fallback_model !== undefined) return false;
    const { attempt, workflowExecution } = Context.current().info;
    return attempt === 1 && !!workflowExecution && this.newNodes.take(workflowExecution.runId, path);
  }

  private async toolMessage(
    { lineage }: CallKey,
    { callId, name, result }: RecordedToolCall,
    nameOf: (tool: string) => string,
  ): Promise<ToolMessage> {
    const content = result === null ? '' : await this.values.load(lineage, result.content);
    return new ToolMessage({
      tool_call_id: callId,
      name: nameOf(name),
      content: typeof content === 'string' ? content : JSON.stringify(content),
      status: result?.ok === false ? 'error' : 'success',
    });
  }

  private async text({ lineage }: CallKey, value: ConversationOpening['system']): Promise<string> {
    const text = await this.values.load(lineage, value);
    return typeof text === 'string' ? text : JSON.stringify(text);
  }
}

/** A model's message in the form the ledger keeps. */
export function toStored(message: BaseMessage): StoredReply {
  const [stored] = mapChatMessagesToStoredMessages([message]);
  // Through JSON, so that what is compared and sent again is exactly what the database gives back.
  return JSON.parse(JSON.stringify(stored)) as JsonObject;
}

/** A message out of the ledger. Only messages are built; nothing in it is ever executed or loaded as code. */
export function fromStored(reply: StoredReply): AIMessage {
  const [message] = mapStoredMessagesToChatMessages([reply as unknown as StoredMessage]);
  return message as AIMessage;
}
