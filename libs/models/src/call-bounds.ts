import { AsyncLocalStorage } from 'node:async_hooks';
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import type { ChatResult } from '@langchain/core/outputs';
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

interface GoogleRequests {
  completionWithRetry(request: unknown, options?: { signal?: AbortSignal }): Promise<unknown>;
}

const sendsGoogleRequests = (model: object): model is GoogleRequests =>
  'completionWithRetry' in model && typeof model.completionWithRetry === 'function';

/** Gives Gemini's requests the signal of their call: LangChain's class forgets to (@langchain/google-genai 2.3). */
export function boundGoogleRequests(model: object): void {
  if (!sendsGoogleRequests(model)) return;
  const send = model.completionWithRetry.bind(model);
  model.completionWithRetry = (request, options) =>
    send(request, { ...options, signal: currentCall.getStore()?.signal });
}

function assertNotEmpty({ generations }: ChatResult): void {
  const message = generations[0]?.message;
  const calls =
    message && 'tool_calls' in message && Array.isArray(message.tool_calls) ? message.tool_calls.length : 0;
  if (!message?.text.trim() && calls === 0) throw new EmptyCompletionError();
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
  const { timeoutMs, apiKey } = bounds;
  const derive = model.withConfig.bind(model);
  model.withConfig = (callOptions) => {
    const derived = derive(callOptions);
    if (isChatModel(derived)) boundModelCalls(derived, bounds);
    return derived;
  };
  const generate = model._generate.bind(model);
  model._generate = async (messages, options, runManager) => {
    const deadline = AbortSignal.timeout(timeoutMs);
    const signal = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline;
    const call: ModelCall = { signal };
    try {
      const result = await currentCall.run(call, () =>
        generate(messages, { ...options, signal }, runManager),
      );
      // Ollama's class takes an abort between two chunks for the end of the answer.
      signal.throwIfAborted();
      assertNotEmpty(result);
      return result;
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof Error && call.refusalHeaders)
        Object.assign(error, { headers: call.refusalHeaders });
      throw hideSecret(error, apiKey);
    }
  };
}
