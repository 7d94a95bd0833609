const LANGSMITH_FETCH = Symbol.for('ls:fetch_implementation');

/**
 * Keeps LangChain from sending prompts to LangSmith, which a stray `LANGSMITH_TRACING=true` in the environment
 * would switch on. LangSmith's documented hook (`overrideFetchImplementation`) is this global symbol; set directly
 * it needs no dependency and holds for the CommonJS and the ES copy of LangChain, both of which get loaded.
 * Answers 202 instead of failing, since a failure is logged with its payload.
 */
export function silenceTracing(): void {
  Object.assign(globalThis, { [LANGSMITH_FETCH]: () => Promise.resolve(Response.json({}, { status: 202 })) });
}
