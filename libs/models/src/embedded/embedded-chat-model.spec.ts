import { HumanMessage, SystemMessage } from '@langchain/core/messages';
import { createModels, readUsage, type ModelProvider } from '../index';

const embeddedModelPath = process.env['EMBEDDED_MODEL_PATH'];

/** Real generations take some seconds each, on busy cores several times that. */
const GENERATION_MS = 180_000;

(embeddedModelPath ? describe : describe.skip)('the embedded model (needs EMBEDDED_MODEL_PATH)', () => {
  let models: ModelProvider;

  beforeEach(() => {
    models = createModels({ embeddedModelPath, timeoutMs: GENERATION_MS, maxOutputTokens: 2048 });
  });

  afterEach(() => models.close());

  const question = [
    new SystemMessage('You are a biology teacher. Your goal: explain simply.'),
    new HumanMessage('Explain photosynthesis in three sentences.'),
  ];

  it(
    'answers a question with real text, the same each time, and counts its tokens',
    async () => {
      const model = await models.chatModel();
      const [first, second] = await Promise.all([model.invoke(question), model.invoke(question)]);
      expect(first.text).toMatch(/photosynthesis/i);
      expect(first.text).toMatch(/light|energy|carbon|oxygen/i);
      expect(second.text).toBe(first.text);
      const { input_tokens, output_tokens } = readUsage(first);
      expect(input_tokens).toBeGreaterThan(15);
      expect(output_tokens).toBeGreaterThan(10);
      expect(output_tokens).toBeLessThanOrEqual(201);
      expect(first.response_metadata).toMatchObject({ prompt_truncated: false });
    },
    GENERATION_MS,
  );

  it(
    'shortens a prompt over its context, and says so',
    async () => {
      const model = await models.chatModel();
      const answer = await model.invoke([
        new SystemMessage('You summarise.'),
        new HumanMessage(`Summarise: ${'The plant grows in the light. '.repeat(5_000)} What is it about?`),
      ]);
      expect(answer.text).not.toBe('');
      expect(answer.response_metadata).toMatchObject({ prompt_truncated: true });
      expect(readUsage(answer).input_tokens).toBeLessThan(2_048);
    },
    GENERATION_MS,
  );

  it(
    'stops for the caller, who gets the reason back, and answers the next call',
    async () => {
      const model = await models.chatModel();
      await model.invoke('Say yes.');
      const abort = new AbortController();
      const reason = new Error('the run was cancelled');
      const answer = model.invoke(question, { signal: abort.signal });
      setImmediate(() => abort.abort(reason));
      await expect(answer).rejects.toBe(reason);
      expect((await model.invoke('Say yes.')).text).not.toBe('');
    },
    GENERATION_MS,
  );

  it(
    'ends what is under way when it is closed, and takes no more',
    async () => {
      const model = await models.chatModel();
      const answer = model.invoke(question).catch((error: unknown) => String(error));
      await models.close();
      expect(await answer).toContain('The embedded model is closed');
      await expect(model.invoke(question)).rejects.toThrow('The embedded model is closed');
    },
    GENERATION_MS,
  );
});
