import { AsyncLocalStorage } from 'node:async_hooks';
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import type { ChatGenerationChunk, ChatResult } from '@langchain/core/outputs';
import type { ModelConfig } from '@aiwf/platform';
import { EmptyCompletionError } from './failures/empty-completion.error';
import { hideSecret } from './failures/redaction';

interface ModelCall {
  signal: AbortSignal;
  /** Headers of a refusal, for clients whose errors don't carry them. */
  refusalHeaders?: Headers;
}

const currentCall = new AsyncLocalStorage<ModelCall>();

/** `fetch` under the signal of the model call it belongs to: Ollama's client takes no signal and drops headers. */
export const boundFetch: typeof fetch = async (input, init) => {
  const call = currentCall.getStore();
  const response = await fetch(input, { ...init, signal: call?.signal ?? init?.signal });
  if (call && !response.ok) call.refusalHeaders = response.headers;
  return response;
};

/** The signal of the model call under way, for clients that are not given it. */
export const currentSignal = (): AbortSignal | undefined => currentCall.getStore()?.signal;

const callsOf = (message: object, field: 'tool_calls' | 'tool_call_chunks'): number => {
  const calls: unknown = Reflect.get(message, field);
  return Array.isArray(calls) ? calls.length : 0;
};

function assertNotEmpty({ generations }: ChatResult): void {
  const message = generations[0]?.message;
  if (!message?.text.trim() && (!message || callsOf(message, 'tool_calls') === 0))
    throw new EmptyCompletionError();
}

const isChatModel = (runnable: object): runnable is BaseChatModel =>
  '_generate' in runnable && typeof runnable._generate === 'function';

/**
 * Holds every call of this model instance, and of those derived from it (ChatOpenAI makes a new instance when tools
 * are bound), to the same bounds, since the provider classes differ in what they honour: the answer's last byte within `timeoutMs`, the caller's signal, an answer
 * that isn't empty, and errors that neither hide a refusal's headers nor show the key.
 *
 * @throws the caller's own abort reason, a `TimeoutError` DOMException, {@link EmptyCompletionError}, or what the
 * provider's client threw.
 */
export function boundModelCalls(model: BaseChatModel, bounds: ModelConfig): void {
  const derive = model.withConfig.bind(model);
  model.withConfig = (callOptions) => {
    const derived = derive(callOptions);
    if (isChatModel(derived)) boundModelCalls(derived, bounds);
    return derived;
  };
  const generate = model._generate.bind(model);
  model._generate = async (messages, options, runManager) => {
    const call = startCall(options.signal, bounds);
    try {
      const result = await currentCall.run(call, () =>
        generate(messages, { ...options, signal: call.signal }, runManager),
      );
      // Ollama's class takes an abort between two chunks for the end of the answer.
      call.signal.throwIfAborted();
      assertNotEmpty(result);
      return result;
    } catch (error) {
      throw failureOf(error, call, bounds);
    }
  };
  const stream = model._streamResponseChunks.bind(model);
  model._streamResponseChunks = async function* (messages, options, runManager) {
    // Whoever has read enough ends the request: Gemini's client reads on by itself.
    const enough = new AbortController();
    const call = startCall(options.signal, bounds, enough.signal);
    const chunks = stream(messages, { ...options, signal: call.signal }, runManager);
    try {
      yield* unlessEmpty(call, chunks);
    } catch (error) {
      throw failureOf(error, call, bounds);
    } finally {
      enough.abort();
    }
  };
}

function startCall(
  signal: AbortSignal | undefined,
  { timeoutMs }: ModelConfig,
  ...others: AbortSignal[]
): ModelCall {
  const deadline = AbortSignal.timeout(timeoutMs);
  return { signal: AbortSignal.any([...(signal ? [signal] : []), deadline, ...others]) };
}

function failureOf(error: unknown, { signal, refusalHeaders }: ModelCall, { apiKey }: ModelConfig): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof Error && refusalHeaders) Object.assign(error, { headers: refusalHeaders });
  return hideSecret(error, apiKey);
}

/** A generator runs in the context of whoever asks for its next value, so each is asked for in that of the call. */
async function* unlessEmpty(
  call: ModelCall,
  chunks: AsyncGenerator<ChatGenerationChunk>,
): AsyncGenerator<ChatGenerationChunk> {
  let isEmpty = true;
  try {
    for (;;) {
      const next = await currentCall.run(call, () => chunks.next());
      if (next.done) break;
      const { message } = next.value;
      if (message.text.trim() || callsOf(message, 'tool_call_chunks') > 0) isEmpty = false;
      yield next.value;
    }
    call.signal.throwIfAborted();
    if (isEmpty) throw new EmptyCompletionError();
  } finally {
    await chunks.return(undefined);
  }
}
