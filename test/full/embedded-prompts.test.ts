import type { GeneratedAndStarted, ExecutionView } from '@aiwf/contracts';
import { describeWithEmbeddedModel, embeddedModelEnv } from '../harness/embedded-model';
import { ended, post, statusUrl } from '../harness/http';
import { startPair, type Pair } from '../harness/pair';

const MINUTE_MS = 60_000;

/** What one run may take on a busy machine; the file is to stay under twelve minutes on two cores. */
const RUN_MS = 2 * MINUTE_MS;

/** The integration guide's prompts, each with two paraphrases. */
const PROMPTS = [
  'Create a workflow that processes customer support tickets',
  'I need something that works through the support requests our customers send in',
  'Build an automation which handles incoming help desk tickets',

  'Create a workflow that automatically responds to customer emails',
  'Answer the emails that customers send us without anybody having to do it',
  'Make a process that replies to client mail on its own',

  'Create a workflow that monitors social media mentions and sends alerts',
  'Keep an eye on what people say about us on social networks and warn the team',
  'Watch Twitter for our brand name and notify marketing when it comes up',

  'Create a workflow that processes new user registrations',
  'Set up a flow that deals with people who sign up',
  'Whenever somebody creates an account, take care of the registration',

  'Test workflow',
  'Try out a workflow',
  'Just a workflow to test with',
];

/** Every text in a value. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** Real: both built apps as processes, Temporal, PGlite, the embedded model. */
describeWithEmbeddedModel(
  'the guide’s prompts and their paraphrases, with the embedded model and no inputs',
  () => {
    let pair: Pair;

    beforeAll(async () => {
      pair = await startPair({ both: embeddedModelEnv });
    });
    afterAll(() => pair.stop());

    it.each(PROMPTS)(
      '%s',
      async (prompt) => {
        const user_id = 'prompts';
        const url = `${pair.gateway.url}/ai/workflows/generate-and-execute`;
        const { status, body } = await post<GeneratedAndStarted>(url, { prompt, user_id });
        expect(status).toBe(200);
        const { nodes, edges } = body.workflow;
        expect(nodes.length).toBeGreaterThanOrEqual(2);
        expect(edges?.length).toBeGreaterThan(0);

        const run: ExecutionView = await ended(
          statusUrl.gateway(pair.gateway.url, body.execution.execution_id, user_id),
          RUN_MS,
        );
        expect(run).toMatchObject({ status: 'completed', error_message: null });
        const left = run.nodes.filter((node) => node.status !== 'completed' && node.status !== 'skipped');
        expect(left).toEqual([]);
        expect(run.usage.llm_calls).toBeGreaterThan(0);
        const texts = textsIn(run.output_data);
        expect(texts.length).toBeGreaterThan(0);
        expect(texts.filter((text) => text.trim() === '')).toEqual([]);
      },
      RUN_MS + 10_000,
    );
  },
);
