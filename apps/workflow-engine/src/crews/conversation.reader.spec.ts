import { Context } from '@temporalio/activity';
import type { Values } from '../blobs';
import { NewNodes } from '../events';
import type { ModelCallsRepository, ToolCallsRepository } from '../ledger';
import type { LlmCallInput, NamedEvent } from '../workflows';
import { ConversationReader } from './conversation.reader';

const NOTHING = { calls: [], isOpen: false, forkedFrom: null };
const RUN = { workflowId: 'exec_1', runId: 'run' };
const STARTED: NamedEvent = {
  type: 'node.started',
  node_id: 'a',
  at: '2026-01-01T00:00:00.000Z',
  writer: 'w',
  number: 0,
};
const INPUT: LlmCallInput = {
  key: { lineage: 'exec_1', path: 'nodes/a', turn: 0 },
  node_id: 'a',
  opening: { system: { json: 'You help.' }, prompt: { json: 'Help.' } },
  tools: [],
  spending: [],
};

const upTo = jest.fn(() => Promise.resolve(NOTHING));
const values = { load: (_id: string, value: { json: unknown }) => Promise.resolve(value.json) };
let newNodes: NewNodes;
let reader: ConversationReader;

beforeEach(() => {
  upTo.mockClear();
  newNodes = new NewNodes();
  newNodes.add(RUN.runId, [STARTED], newNodes.now());
  reader = new ConversationReader(
    { upTo } as unknown as ModelCallsRepository,
    { before: () => Promise.resolve([]) } as unknown as ToolCallsRepository,
    values as unknown as Values,
    newNodes,
  );
});

afterEach(() => jest.restoreAllMocks());

function read(more: Partial<LlmCallInput> = {}, attempt = 1, runId = RUN.runId) {
  const info = { attempt, workflowExecution: { ...RUN, runId } };
  jest.spyOn(Context, 'current').mockReturnValue({ info } as Context);
  return reader.read({ ...INPUT, ...more }, (name) => name);
}

it('looks for nothing where nothing can be', async () => {
  expect(await read()).toMatchObject({ recorded: undefined, isOpen: true, forkedFrom: null });
  expect(upTo).not.toHaveBeenCalled();
});

it.each([
  ['another attempt', () => read({}, 2)],
  ['a call that is made again', () => read({ repeated: true })],
  ['a call that another model is asked after', () => read({ fallback_model: 'openai:other' })],
  ['a run that continued as new', () => read({}, 1, 'another')],
  ['a node that has begun before', () => read({ key: { ...INPUT.key, path: 'nodes/b' } })],
])('looks into the ledger for %s', async (_what, ask) => {
  expect(await ask()).toMatchObject({ isOpen: false });
  expect(upTo).toHaveBeenCalledTimes(1);
});

it('looks into it when it is asked a second time', async () => {
  await read();
  await read();
  expect(upTo).toHaveBeenCalledTimes(1);
});
