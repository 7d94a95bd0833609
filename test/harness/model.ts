import { startScriptedModelServer, type ModelScript, type ScriptedModelServer } from '@aiwf/testing';

/** A scripted model and the variables that make an app speak to it. */
export interface ScriptedModel {
  server: ScriptedModelServer;
  env: Record<string, string>;
}

/** Starts a scripted OpenAI-compatible model server for an app under test. */
export async function scriptedModel(script: ModelScript): Promise<ScriptedModel> {
  const server = await startScriptedModelServer(script);
  return {
    server,
    env: { LLM_MODEL: 'openai:scripted', LLM_BASE_URL: server.baseUrl, OPENAI_API_KEY: 'sk-test-key' },
  };
}
