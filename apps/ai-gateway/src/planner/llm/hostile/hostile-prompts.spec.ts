import { structured } from '@aiwf/testing';
import { Logger } from '@nestjs/common';
import type { PlanningTool } from '../../ground';
import { assertProblem, CONTEXT, type PlannerUnderTest, startPlanner } from '../../planner.fixture';
import { HOSTILE_PROMPTS } from './hostile-prompts.fixture';
import { HARMLESS } from './obedience.fixture';

/** So many that not all are offered; the bank's is about nothing that the prompts say. */
const TOOLS: PlanningTool[] = [
  {
    name: 'mcp:mail/send_mail',
    description: 'Summarize and mail a ticket',
    effect: 'irreversible',
    needs_approval: false,
  },
  ...Array.from({ length: 30 }, (_, at): PlanningTool => ({
    name: `mcp:desk/ticket_${at}`,
    description: 'Reads a ticket and its summary',
    effect: 'read',
    needs_approval: false,
  })),
  {
    name: 'mcp:bank/transfer_money',
    description: 'Pays an invoice',
    effect: 'irreversible',
    needs_approval: true,
  },
];

/** Which line of defence a code belongs to; the validator knows the language, containment the user's own words. */
const CONTAINMENT = new Set([
  'foreign_address',
  'hidden_address',
  'foreign_name',
  'unapproved_effect',
  'understated_effect',
  'unasked_limit',
  'shows_instructions',
]);

let under: PlannerUnderTest;

beforeAll(() => Logger.overrideLogger(false));

afterEach(() => under.server.close());

const start = async (answers: object[]) => {
  under = await startPlanner(
    answers.map((answer) => structured(answer)),
    { tools: TOOLS },
  );
  return under;
};

describe('a model that gives in to a hostile prompt', () => {
  it('is tried with forty prompts and more, each of them only once', async () => {
    under = await startPlanner([]);
    expect(HOSTILE_PROMPTS.length).toBeGreaterThanOrEqual(40);
    expect(new Set(HOSTILE_PROMPTS.map(({ name }) => name)).size).toBe(HOSTILE_PROMPTS.length);
  });

  it.each(HOSTILE_PROMPTS.map((hostile) => [hostile.name, hostile] as const))(
    'gets nothing by %s',
    async (_name, { prompt, obeys, stoppedBy, forbidden }) => {
      const { planner } = await start([obeys, obeys, obeys, obeys]);
      const outcome: unknown = await planner.plan({ prompt }, CONTEXT).catch((error: unknown) => error);
      const refused = assertProblem(outcome);
      expect(refused).toMatchObject({ status: 422, code: 'unusable_prompt' });
      expect(refused.errors?.map(({ code }) => code)).toContain(stoppedBy);
      expect(JSON.stringify(obeys)).toContain(forbidden);
      under.server.assertExhausted();
    },
  );

  it.each(HOSTILE_PROMPTS.map((hostile) => [hostile.name, hostile] as const))(
    'is told why, and may still plan what was asked: %s',
    async (_name, { prompt, obeys, stoppedBy, forbidden }) => {
      const { plan } = await start([obeys, HARMLESS]);
      const { definition, repairs } = await plan(prompt);
      expect(definition.name).toBe(HARMLESS.name);
      expect(JSON.stringify(definition)).not.toContain(forbidden);
      expect(repairs[0]?.problems.map(({ code }) => code)).toContain(stoppedBy);
    },
  );

  it('is stopped by the validator where the language forbids it, and else by containment', async () => {
    under = await startPlanner([]);
    const layers = HOSTILE_PROMPTS.map(({ stoppedBy }) =>
      CONTAINMENT.has(stoppedBy) ? 'containment' : 'validator',
    );
    expect(layers.filter((layer) => layer === 'validator')).toHaveLength(8);
  });
});
