import type { Client } from '@temporalio/client';
import { RunMessagesService } from './run-messages.service';
import type { TemporalService } from './temporal.service';

/** gRPC's codes. */
const NOT_FOUND = 5;
const PERMISSION_DENIED = 7;

describe('what Temporal keeps of a run', () => {
  it('is deleted to its end, where its list still has a part that is gone', async () => {
    const { messages, deleted } = listing(['r/gone', 'r', 'rx', 'r/child'], ['r/gone']);
    await messages.deleteRuns('r');
    expect(deleted).toEqual(['r', 'r/child']);
  });

  it('is deleted by names, the unknown ones left out', async () => {
    const { messages, deleted } = listing([], ['r/gone']);
    await messages.endAndDelete(['r/gone', 'r']);
    expect(deleted).toEqual(['r']);
  });

  it('stays, and that is told, where Temporal refuses', async () => {
    const { messages } = listing(['r'], [], PERMISSION_DENIED);
    await expect(messages.deleteRuns('r')).rejects.toMatchObject({ code: PERMISSION_DENIED });
    await expect(messages.endAndDelete(['r'])).rejects.toMatchObject({ code: PERMISSION_DENIED });
  });
});

/** Temporal with workflows in its list, of which some are gone; every other deletion may be refused with a code. */
function listing(listed: string[], gone: string[], refusal?: number) {
  const deleted: string[] = [];
  const client = {
    options: { namespace: 'n' },
    workflow: {
      list: async function* () {
        for (const workflowId of listed) yield { workflowId, runId: `run of ${workflowId}` };
      },
    },
    workflowService: {
      deleteWorkflowExecution: async ({ workflowExecution: { workflowId = '' } }) => {
        const code = gone.includes(workflowId) ? NOT_FOUND : refusal;
        if (code !== undefined) throw Object.assign(new Error('no'), { code, details: '', metadata: {} });
        deleted.push(workflowId);
      },
    },
  } as unknown as Client;
  const temporal = { call: (call: (given: Client) => unknown) => call(client) } as unknown as TemporalService;
  return { messages: new RunMessagesService(temporal), deleted };
}
