import { validateDefinition, type WorkflowDefinition } from '@aiwf/definition';
import { plan, shapeOf, unapproved } from '../definition.fixture';
import { refineOutline } from './refine-outline';

const POSTED = plan(
  'Fetch https://example.com/feed, summarise it in three sentences and post the summary to https://hooks.example.com/x',
);
const REPORTED = plan('Research solar power, then research wind power, then write a report');

/** Applies instructions one after the other, and gives the workflow after each. */
function chain(before: WorkflowDefinition, ...instructions: string[]): WorkflowDefinition[] {
  let definition = before;
  return instructions.map((instruction) => {
    definition = refineOutline(definition, instruction).definition;
    expect(validateDefinition(definition)).toMatchObject({ valid: true });
    expect(unapproved(definition)).toEqual([]);
    return definition;
  });
}

/** Nodes that are not the same object as before. */
function changed(before: WorkflowDefinition, after: WorkflowDefinition): string[] {
  return after.nodes.filter((node) => !before.nodes.includes(node)).map(({ id }) => id);
}

const configOf = ({ nodes }: WorkflowDefinition, id: string): string =>
  JSON.stringify(nodes.find((node) => node.id === id)?.config);

describe('an instruction', () => {
  it.each<[instruction: string, concerned: string[], shape: string[]]>([
    [
      'also translate it into French',
      ['translate'],
      [
        'fetch',
        'summarise <- fetch',
        'approve <- summarise',
        'deliver <- approve:approved',
        'translate <- summarise',
      ],
    ],
    ['summarise in five bullet points instead of three sentences', ['summarise'], shapeOf(POSTED)],
    ['send it to https://other.example.com/y instead', ['approve', 'deliver'], shapeOf(POSTED)],
    ['make the tone friendly', ['summarise'], shapeOf(POSTED)],
    ['retry the sending three times', ['deliver'], shapeOf(POSTED)],
    ["don't send it", [], ['fetch', 'summarise <- fetch']],
  ])('changes what it speaks of and nothing else: %s', (instruction, concerned, shape) => {
    const { definition } = refineOutline(POSTED, instruction);
    expect(changed(POSTED, definition).sort()).toEqual(concerned);
    expect(shapeOf(definition).sort()).toEqual(shape.toSorted());
  });

  it.each([
    ['rename the workflow to Daily digest', { name: 'Daily digest' }],
    ['limit the cost to $1', { limits: { max_cost_usd: 1 } }],
  ])('may leave every node as it is: %s', (instruction, difference) => {
    const { definition } = refineOutline(POSTED, instruction);
    expect(definition).toEqual({ ...POSTED, ...difference });
    expect(changed(POSTED, definition)).toEqual([]);
  });

  it.each([
    'dance with wolves',
    'bitte auf Deutsch zusammenfassen und an das Team schicken',
    '🎉',
    'remove the approval',
  ])('that it cannot follow changes nothing, and says so: %s', (instruction) => {
    const { definition, warnings } = refineOutline(POSTED, instruction);
    expect(definition).toBe(POSTED);
    expect(warnings).not.toEqual([]);
  });

  it('puts an approval before what it names', () => {
    const { definition } = refineOutline(POSTED, 'add an approval by legal before sending');
    expect(shapeOf(definition)).toContain('approve <- approve_2:approved');
    expect(configOf(definition, 'approve_2')).toContain('Legal');
  });

  it('does nothing twice', () => {
    const once = refineOutline(POSTED, 'rename the workflow to Digest').definition;
    expect(refineOutline(once, 'rename the workflow to Digest').definition).toEqual(once);
  });
});

describe('a chain of instructions', () => {
  it('turns steps round, adds a pause and takes it away again', () => {
    const [parallel, paused, resumed] = chain(
      REPORTED,
      'do the research in parallel',
      'wait two days before the report',
      'remove the wait',
    ) as [WorkflowDefinition, WorkflowDefinition, WorkflowDefinition];
    expect(shapeOf(parallel)).toEqual(['research', 'research_2', 'report <- research, research_2']);
    expect(shapeOf(paused)).toContain('report <- wait');
    expect(changed(parallel, paused)).toEqual(['wait']);
    expect(shapeOf(resumed)).toEqual(shapeOf(parallel));
    expect(changed(parallel, resumed)).toEqual([]);
  });

  it('goes on with what the instruction before has added', () => {
    const [, german, none] = chain(
      POSTED,
      'also translate it into French',
      'translate into German instead of French',
      'remove the translation',
    ) as [WorkflowDefinition, WorkflowDefinition, WorkflowDefinition];
    expect(configOf(german, 'translate')).toContain('German');
    expect(configOf(german, 'translate')).not.toContain('French');
    expect(shapeOf(none)).toEqual(shapeOf(POSTED));
    expect(changed(POSTED, none)).toEqual([]);
  });

  it('keeps a condition, a failure and a rejection apart', () => {
    const [only, failing, rejected] = chain(
      POSTED,
      'only send it if it mentions outages',
      'if the request fails, write an apology',
      'if it is rejected, revise it',
    ) as [WorkflowDefinition, WorkflowDefinition, WorkflowDefinition];
    expect(only.nodes.map(({ type }) => type)).toContain('condition');
    expect((failing.edges ?? []).some(({ kind }) => kind === 'error')).toBe(true);
    expect((rejected.edges ?? []).some(({ branch }) => branch === 'rejected')).toBe(true);
  });
});
