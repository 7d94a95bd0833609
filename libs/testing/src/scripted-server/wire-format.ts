import type { ParsedModelRequest } from './model-request';
import type { ScriptedToolCall, ScriptedUsage } from './scripted-reply';

/** What a provider's successful answer says, before it is written in that provider's format. */
export interface ModelAnswer {
  text: string;
  toolCalls: Required<ScriptedToolCall>[];
  usage: ScriptedUsage;
}

/** One provider's HTTP format for chat: how to read a request, how to write an answer and an error. */
export interface WireFormat {
  /** What a client's base URL has behind the origin, for example `/v1`. */
  basePath: string;
  contentType: string;
  matches(path: string): boolean;
  parse(path: string, body: Record<string, unknown>): ParsedModelRequest;
  encode(answer: ModelAnswer, model: string): string;
  encodeError(status: number, message: string, code: string | undefined): string;
  /** Whether the format has tool-call ids, so that answers must name calls made before. */
  hasToolCallIds: boolean;
}

/** The providers whose wire format the scripted server speaks. */
export type WireFormatName = 'openai' | 'anthropic' | 'google-genai' | 'ollama';
