/**
 * What a person reads once everything serves.
 */
const PROMPT = 'Explain photosynthesis in three sentences, then list its key terms';
const STRONGER = 'LLM_MODEL=openai:gpt-4.1-mini OPENAI_API_KEY=… npm start';

/** Model and planner in use, as the services' `/health` names them. */
export async function readModelInUse({ gateway, engine }) {
  const [ofEngine, ofGateway] = await Promise.all([engine, gateway].map(({ url }) => readHealthDetails(url)));
  const model = ofEngine.model?.model ?? 'unknown: the engine does not say';
  const planner = ofGateway.planner?.planner ?? 'unknown: the gateway does not say';
  return { model, planner, embedded: model.startsWith('embedded:') };
}

async function readHealthDetails(url) {
  try {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(5_000) });
    return (await response.json()).details ?? {};
  } catch {
    return {};
  }
}

/** The text of the banner. */
export function banner({ gateway, engine, temporal }, { model, planner, embedded }) {
  const rows = [
    ['AI gateway', `${gateway.url}   API documentation: ${gateway.url}/docs`],
    ['Workflow engine', `${engine.url}   API documentation: ${engine.url}/docs`],
    ['Temporal', temporal.own ? `${temporal.host}:${temporal.port}` : 'the given TEMPORAL_ADDRESS'],
    ['Model', embedded ? `${model} (in this machine, small: real text, no tools)` : model],
    ['Planner', planner],
  ];
  const body = JSON.stringify({ prompt: PROMPT, user_id: 'me' });
  return [
    '',
    '✓ Ready. Ctrl-C stops everything.',
    '',
    ...rows.map(([label, value]) => `  ${label.padEnd(16)} ${value}`),
    '',
    '  Try it:',
    `    curl -X POST ${gateway.url}/ai/workflows/generate-and-execute -H 'Content-Type: application/json' -d '${body}'`,
    '',
    `  ${embedded ? 'Connect a stronger model' : 'Connect another model'}:  ${STRONGER}`,
    '',
  ].join('\n');
}
