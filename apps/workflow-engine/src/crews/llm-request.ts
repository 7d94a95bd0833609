import { ApplicationFailure } from '@temporalio/common';
import { SystemMessage, type AIMessage, type BaseMessage } from '@langchain/core/messages';
import { digestOf } from '@aiwf/persistence';
import type { LlmCallInput } from '../workflows';
import { toStored, type Conversation } from './conversation.reader';
import type { OfferedTool } from './offered-tools';
import { answerInstruction } from './structured-answer';

/** All that makes two requests the same; which model answers in another's place is no part of it. */
export function requestDigest(
  { tools, coworkers, model, answer_schema }: LlmCallInput,
  { messages }: Conversation,
): string {
  return digestOf({
    messages: messages.map(toStored),
    tools,
    ...(coworkers === undefined ? {} : { coworkers }),
    ...(model === undefined ? {} : { model }),
    ...(answer_schema === undefined ? {} : { answer_schema }),
  });
}

/** The messages as they are sent: the first says what the answer must fit. */
export function withInstruction(messages: BaseMessage[], { answer_schema }: LlmCallInput): BaseMessage[] {
  const [system, ...rest] = messages;
  if (answer_schema === undefined || system === undefined) return messages;
  return [new SystemMessage(`${system.text}\n\n${answerInstruction(answer_schema)}`), ...rest];
}

/** A call whose arguments are not JSON can't be made: the model is asked again. */
export function assertUsable(reply: AIMessage): AIMessage {
  if ((reply.invalid_tool_calls?.length ?? 0) > 0) {
    throw ApplicationFailure.retryable(
      'The model asked for a tool with arguments that are not JSON',
      'bad_response',
    );
  }
  return reply;
}

/** A tool as LangChain's models take it. */
export function asFunction({ function_name, description, parameters }: OfferedTool) {
  return { type: 'function', function: { name: function_name, description, parameters } };
}
