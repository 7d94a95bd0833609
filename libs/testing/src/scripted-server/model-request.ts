import type { IncomingHttpHeaders } from 'node:http';

/** A message as any of the wire formats carries it, reduced to what tests ask about. */
export interface ModelRequestMessage {
  role: 'system' | 'user' | 'assistant' | 'tool';
  text: string;
  /** Names of the tools an assistant message calls. */
  toolCalls: string[];
  /** Ids of those calls, where the format has ids. */
  toolCallIds: string[];
  /** The call a tool message answers, where the format has ids. */
  answersToolCallId?: string;
}

/** How a request asks for structured output, if it does. */
export type StructuredOutputRequest =
  { kind: 'response_format'; schema: unknown } | { kind: 'forced_tool'; name: string };

/** What one wire format yields for a request. */
export interface ParsedModelRequest {
  model: string;
  messages: ModelRequestMessage[];
  /** Names of the tools offered. */
  tools: string[];
  structuredOutput?: StructuredOutputRequest;
  /** Whether the answer is to come in parts. */
  streamed: boolean;
}

/** A request as the server recorded it. */
export interface ModelRequest extends ParsedModelRequest {
  /** Position among all requests, from 0. */
  index: number;
  path: string;
  headers: IncomingHttpHeaders;
  /** The body as sent, for what the reduced form leaves out. */
  body: Record<string, unknown>;
  /** Milliseconds since the epoch. */
  receivedAt: number;
  /** Whether the client closed the connection before it had the whole answer. */
  abandoned: boolean;
}
