import { conversations, type Conversations } from './conversations';
import { startEngine, type EngineUnderTest } from './engine';

/** An engine and the model it speaks to. */
export interface ScriptedEngine {
  model: Conversations;
  engine: EngineUnderTest;
}

/**
 * Starts one engine with one scripted model for the tests of a file and ends both after them; after each test nothing
 * scripted may be left. Its members are there once the tests run.
 */
export function scriptedEngine(): ScriptedEngine {
  const under = {} as ScriptedEngine;
  beforeAll(async () => {
    under.model = await conversations();
    under.engine = await startEngine(under.model.env);
  });
  afterEach(() => under.model.assertExhausted());
  afterAll(async () => {
    await under.engine.close();
    await under.model.server.close();
  });
  return under;
}
