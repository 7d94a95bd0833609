import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager';
import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage, type BaseMessage } from '@langchain/core/messages';
import type { ChatResult } from '@langchain/core/outputs';
import { EmptyCompletionError } from '../failures/empty-completion.error';
import { silenceTracing } from '../silence-tracing';
import { chatHistory } from './chat-history';
import { MODEL_NAME } from './embedded-model-name';
import { CONTEXT_TOKENS, type LlamaRuntime, loadLlamaRuntime, MAX_ANSWER_TOKENS } from './llama-runtime';

/** What the chat template (ChatML) adds around each message, and at the end, in tokens; rounded up. */
const TEMPLATE_TOKENS = 8;

const FIRST_SEED = 42;

/** llama.cpp reads a whole prompt, for seconds, before it looks at a signal: the caller need not wait for that. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  const settled = new AbortController();
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { signal: settled.signal });
  });
  return Promise.race([work, aborted]).finally(() => settled.abort());
}

/**
 * A language model inside this process: real text with no key and no network, from a model too small to plan or
 * to call tools. Generates at most 200 tokens a call, one call at a time; a prompt over its context loses the
 * middle of its longest messages, which `response_metadata.prompt_truncated` says.
 *
 * @throws EmptyCompletionError, a `TimeoutError` DOMException, or the caller's abort reason.
 */
export class EmbeddedChatModel extends BaseChatModel {
  private readonly closing = new AbortController();
  private runtime: Promise<LlamaRuntime> | undefined;
  private lastGeneration: Promise<unknown> = Promise.resolve();
  private seed = FIRST_SEED;

  constructor(private readonly settings: { modelPath: string; timeoutMs: number }) {
    silenceTracing();
    super({ maxRetries: 0 });
  }

  override _llmType(): string {
    return 'embedded';
  }

  override async _generate(
    messages: BaseMessage[],
    options: this['ParsedCallOptions'],
    _runManager?: CallbackManagerForLLMRun,
  ): Promise<ChatResult> {
    const turn = this.lastGeneration.then(() => this.generateAlone(messages, options.signal));
    this.lastGeneration = turn.catch(() => undefined);
    return unlessAborted(turn, options.signal);
  }

  /** Ends the generation under way, refuses new ones, and frees the model's memory. */
  async close(): Promise<void> {
    this.closing.abort(new Error('The embedded model is closed'));
    await this.lastGeneration;
    const runtime = await this.runtime?.catch(() => undefined);
    await runtime?.dispose();
  }

  private async generateAlone(
    messages: BaseMessage[],
    callerSignal: AbortSignal | undefined,
  ): Promise<ChatResult> {
    const signals = [this.closing.signal, ...(callerSignal ? [callerSignal] : [])];
    AbortSignal.any(signals).throwIfAborted();
    const runtime = await this.load();
    const signal = AbortSignal.any([...signals, AbortSignal.timeout(this.settings.timeoutMs)]);
    const budget = CONTEXT_TOKENS - MAX_ANSWER_TOKENS - TEMPLATE_TOKENS * (messages.length + 1);
    const { history, truncated } = chatHistory(messages, Math.max(budget, 0), runtime);
    const answer = await runtime.generate(history, { seed: this.seed, signal });
    if (!answer.text) {
      // The same seed would give the same nothing again.
      this.seed += 1;
      throw new EmptyCompletionError();
    }
    const message = new AIMessage({
      content: answer.text,
      usage_metadata: {
        input_tokens: answer.inputTokens,
        output_tokens: answer.outputTokens,
        total_tokens: answer.inputTokens + answer.outputTokens,
      },
      response_metadata: {
        model_name: MODEL_NAME,
        finish_reason: answer.stopReason === 'maxTokens' ? 'length' : 'stop',
        prompt_truncated: truncated,
      },
    });
    return { generations: [{ text: answer.text, message }] };
  }

  /** Loading takes about a second; a load that failed is tried again by the next call. */
  private load(): Promise<LlamaRuntime> {
    this.runtime ??= loadLlamaRuntime(this.settings.modelPath).catch((error: unknown) => {
      this.runtime = undefined;
      throw error;
    });
    return this.runtime;
  }
}
