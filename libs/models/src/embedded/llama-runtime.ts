import type { ChatHistoryItem, Token } from 'node-llama-cpp' with { 'resolution-mode': 'import' };

/** Prompt and answer together, in tokens. The model was trained on 8,192; a quarter keeps a call in seconds. */
export const CONTEXT_TOKENS = 2048;

/** Tokens of one answer; on two cores some five seconds. */
export const MAX_ANSWER_TOKENS = 200;

/**
 * Threads of llama.cpp spin while they wait for each other at every layer. On two busy cores two of them took 20 s for
 * 60 tokens, and one took 1.2 s: a model this small gains nothing that makes up for it.
 */
const MAX_THREADS = 1;

/**
 * Near-greedy, since a model this small derails soon; the penalty keeps it from repeating itself without end, and
 * 1.1 is the least that does. Higher ones forbid it the words the answer needs.
 */
const SAMPLING = {
  temperature: 0.2,
  topP: 0.9,
  repeatPenalty: { lastTokens: 64, penalty: 1.1, penalizeNewLine: false },
};

export interface LlamaAnswer {
  text: string;
  stopReason: string;
  inputTokens: number;
  outputTokens: number;
}

/** A loaded model with one context: one generation at a time. */
export interface LlamaRuntime {
  tokenize: (text: string) => Token[];
  detokenize: (tokens: Token[]) => string;
  /** Answers the last user item of the history. Throws the signal's reason when aborted. */
  generate(history: ChatHistoryItem[], options: { seed: number; signal: AbortSignal }): Promise<LlamaAnswer>;
  dispose(): Promise<void>;
}

/**
 * Loads a GGUF file into llama.cpp, on the CPU and only with the prebuilt binary: building one from source takes
 * a compiler and minutes. This is the only file that touches node-llama-cpp, whose top-level await rules out
 * `require`.
 */
export async function loadLlamaRuntime(modelPath: string): Promise<LlamaRuntime> {
  const { getLlama, LlamaChat, LlamaLogLevel } = await import('node-llama-cpp');
  const llama = await getLlama({
    gpu: false,
    build: 'never',
    logLevel: LlamaLogLevel.error,
    maxThreads: MAX_THREADS,
  });
  const model = await llama.loadModel({ modelPath });
  const context = await model.createContext({ contextSize: CONTEXT_TOKENS });
  const sequence = context.getSequence();
  const chat = new LlamaChat({ contextSequence: sequence });
  return {
    tokenize: (text) => model.tokenize(text),
    detokenize: (tokens) => model.detokenize(tokens),
    async generate(history, { seed, signal }) {
      // The same prompt must give the same answer, whatever was asked before it.
      await sequence.clearHistory();
      const before = sequence.tokenMeter.getState();
      const { response, metadata } = await chat.generateResponse(
        [...history, { type: 'model', response: [] }],
        {
          ...SAMPLING,
          seed,
          signal,
          maxTokens: MAX_ANSWER_TOKENS,
          trimWhitespaceSuffix: true,
        },
      );
      const used = sequence.tokenMeter.diff(before);
      return {
        text: response.trim(),
        stopReason: metadata.stopReason,
        inputTokens: used.usedInputTokens,
        outputTokens: used.usedOutputTokens,
      };
    },
    dispose: () => llama.dispose(),
  };
}
