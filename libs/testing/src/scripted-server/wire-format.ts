import type { ModelRequest, ParsedModelRequest } from './model-request';
import type { ScriptedToolCall, ScriptedUsage } from './scripted-reply';

/** Why an answer ends: the model was done, it came to the limit of its tokens, or it declined. */
export type AnswerEnd = 'done' | 'limit' | 'refusal';

/** What a provider's successful answer says, before it is written in that provider's format. */
export interface ModelAnswer {
  text: string;
  toolCalls: Required<ScriptedToolCall>[];
  usage: ScriptedUsage;
  end: AnswerEnd;
}

/** A part of a streamed answer as it goes over the wire. */
export interface StreamPiece {
  data: string;
  /** What of the answer has been said once this is sent, arguments of calls included. */
  said: string;
}

/** One provider's HTTP format for chat: how to read a request, how to write an answer and an error. */
export interface WireFormat {
  /** What a client's base URL has behind the origin, for example `/v1`. */
  basePath: string;
  contentType: string;
  matches(path: string): boolean;
  parse(path: string, body: Record<string, unknown>): ParsedModelRequest;
  encode(answer: ModelAnswer, model: string): string;
  /** The answer in parts, for a request that wants it streamed. */
  encodeStream(answer: ModelAnswer, request: ModelRequest): StreamPiece[];
  streamContentType: string;
  encodeError(status: number, message: string, code: string | undefined): string;
  /** Whether the format has tool-call ids, so that answers must name calls made before. */
  hasToolCallIds: boolean;
}

/** The providers whose wire format the scripted server speaks. */
export type WireFormatName = 'openai' | 'anthropic' | 'google-genai' | 'ollama';
