import { currentSignal } from './call-bounds';

/** The parts of LangChain's Gemini class (@langchain/google-genai 2.3) in which it falls short. */
interface GoogleModel {
  completionWithRetry(request: unknown, options?: { signal?: AbortSignal }): Promise<unknown>;
  invocationParams(options?: { responseJsonSchema?: unknown }): { generationConfig?: object };
  client: {
    generateContentStream(request: unknown, options?: unknown): Promise<{ response: Promise<unknown> }>;
  };
}

const isGoogleModel = (model: object): model is GoogleModel =>
  'completionWithRetry' in model && 'invocationParams' in model && 'client' in model;

/** Mends what LangChain's Gemini class lacks; see each part. */
export function completeGoogleModel(model: object): void {
  if (!isGoogleModel(model)) return;
  passSignals(model);
  surviveBrokenStreams(model);
  acceptJsonSchema(model);
}

/** Gives requests the signal of their call, which the class forgets. */
function passSignals(model: GoogleModel): void {
  const send = model.completionWithRetry.bind(model);
  model.completionWithRetry = (request, options) => send(request, { ...options, signal: currentSignal() });
}

/**
 * A streamed answer comes twice, in parts and as a promise of the whole. The class drops that promise, so that a stream
 * which breaks would end the process by an unhandled rejection.
 */
function surviveBrokenStreams({ client }: GoogleModel): void {
  const send = client.generateContentStream.bind(client);
  client.generateContentStream = async (request, options) => {
    const answer = await send(request, options);
    answer.response.catch(() => undefined);
    return answer;
  };
}

/**
 * Takes the call option `responseJsonSchema` (https://ai.google.dev/api/generate-content, GenerationConfig). The class
 * knows only `responseSchema`, whose language has no open objects: Gemini answers an object without properties with 400.
 */
function acceptJsonSchema(model: GoogleModel): void {
  const params = model.invocationParams.bind(model);
  model.invocationParams = (options) => {
    const given = params(options);
    const responseJsonSchema = options?.responseJsonSchema;
    if (responseJsonSchema === undefined) return given;
    const form = { responseJsonSchema, responseMimeType: 'application/json' };
    return { ...given, generationConfig: { ...given.generationConfig, ...form } };
  };
}
