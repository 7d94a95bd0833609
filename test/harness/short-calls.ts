import { reply, waitFor } from '@aiwf/testing';
import { ExecutionSettingsSource } from '../../apps/workflow-engine/src/executions/execution.settings';
import type { Conversations } from './conversations';
import type { EngineUnderTest } from './engine';
import { fiveCalls } from './graphs';

/** Makes calls that are answered at once until an engine makes its next ones local. @returns the run that made them */
export async function learnThatCallsAreShort(engine: EngineUnderTest, model: Conversations): Promise<string> {
  const graph = fiveCalls((id) => `Learn ${id}`);
  for (const { id, config } of graph.nodes) model.script(config.prompt, reply(id));
  const id = await engine.start(graph);
  await engine.ended(id);
  const settings = engine.service(ExecutionSettingsSource);
  await waitFor(async () => (await settings.current()).local_calls?.own_model === true, {
    what: 'calls to be known as short',
  });
  return id;
}
