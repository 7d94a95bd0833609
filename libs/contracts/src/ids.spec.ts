import { EXECUTION_ID_PATTERN, newExecutionId, newWorkflowId, WORKFLOW_ID_PATTERN } from './ids';

it('makes ids of their own form, in the order of their making', () => {
  const workflows = Array.from({ length: 100 }, newWorkflowId);
  const executions = Array.from({ length: 100 }, newExecutionId);
  expect(workflows.every((id) => WORKFLOW_ID_PATTERN.test(id))).toBe(true);
  expect(executions.every((id) => EXECUTION_ID_PATTERN.test(id))).toBe(true);
  expect(workflows.toSorted()).toEqual(workflows);
  expect(new Set(executions).size).toBe(100);
});

it.each(['wf_789012', 'wf_a', `wf_${'Z'.repeat(64)}`])('knows %s for a workflow id', (id) => {
  expect(WORKFLOW_ID_PATTERN.test(id)).toBe(true);
});

it.each(['', 'wf_', 'wf_a b', 'wf_a\n', 'WF_a', ' wf_a', 'wf_a/../b', 'exec_a', `wf_${'a'.repeat(65)}`])(
  'knows %j for none',
  (id) => {
    expect(WORKFLOW_ID_PATTERN.test(id)).toBe(false);
  },
);
