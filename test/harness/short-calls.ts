import { reply, waitFor } from '@aiwf/testing';
import { ExecutionSettingsSource } from '../../apps/workflow-engine/src/executions/execution.settings';
import type { Conversations } from './conversations';
import type { EngineUnderTest } from './engine';
import { agent, chain } from './graphs';

/** As few calls as an engine expects the next one to be short after. */
const ENOUGH = ['p', 'q', 'r', 's', 't'];

/** Makes calls that are answered at once until an engine makes its next ones local. @returns the run that made them */
export async function learnThatCallsAreShort(engine: EngineUnderTest, model: Conversations): Promise<string> {
  for (const id of ENOUGH) model.script(`Learn ${id}`, reply(id));
  const nodes = ENOUGH.map((id) => agent(id, `Learn ${id}`));
  const id = await engine.start({ name: 'unknown yet', nodes, edges: chain(...ENOUGH) });
  await engine.ended(id);
  const settings = engine.service(ExecutionSettingsSource);
  await waitFor(async () => (await settings.current()).local_calls?.own_model === true, {
    what: 'calls to be known as short',
  });
  return id;
}
