import type { RecordedNode } from '@aiwf/contracts';
import { timedOut } from './timed-out';

const failed = (path: string, code: string, message: string): RecordedNode => ({
  node_id: 'x',
  path,
  status: 'failed',
  error: { code, message },
});

it('names the nodes, the requests and the run that reached their own limit', () => {
  const path = [
    failed('nodes/each/items/0/nodes/a', 'node_timeout', 'It took longer than its limit of 1 seconds'),
    failed('nodes/each', 'node_timeout', 'Item 0 failed: Node "a" failed: It took longer than its limit'),
    failed('nodes/sub', 'run_timeout', 'The run took longer than its limit of 1 seconds'),
    failed('nodes/b', 'expression_type', 'It took longer than its limit'),
  ];
  const error = { code: 'run_timeout', message: 'Node "sub" failed: The run took longer than its limit' };
  expect(timedOut({ path, error, expired: ['nodes.ask'] })).toEqual([
    'nodes/each/items/0/nodes/a',
    'nodes/sub/workflow',
    'nodes.ask',
  ]);
  const own = { code: 'run_timeout', message: 'The run took longer than its limit of 1 seconds' };
  expect(timedOut({ path: [], error: own, expired: [] })).toEqual(['']);
});
