/**
 * Prompts with n8n workflows, as n8n's own evaluations keep them: `{ prompt, workflowJSON: { nodes: [{ name, type }], connections } }`.
 * What only starts, annotates or brings branches together there is no node here; it is left out and its edges are drawn through.
 */
const TYPES = {
  httpRequest: ['http_request'],
  if: ['condition'],
  switch: ['condition'],
  filter: ['condition', 'transform', 'map', 'agent'],
  splitInBatches: ['map', 'loop'],
  wait: ['wait', 'approval'],
  executeWorkflow: ['workflow', 'agent'],
  set: ['transform', 'agent'],
  code: ['transform', 'agent'],
  function: ['transform', 'agent'],
  aggregate: ['transform', 'agent'],
  summarize: ['transform', 'agent'],
  textClassifier: ['agent', 'condition'],
};
/** A model does it, in one node. */
const BY_MODEL = /^(?:agent|chain.+|openAi|anthropic|googleGemini|informationExtractor|sentimentAnalysis)$/;
const NO_STEP = /Trigger$|^(?:webhook|start|stickyNote|noOp|merge|respondToWebhook|splitOut|itemLists)$/i;
/** Everything else is an application of somebody's, which is reached over HTTP or by a tool. */
const APPLICATION = ['http_request', 'agent', 'crew'];

export function isN8n(item) {
  return typeof item?.prompt === 'string' && Array.isArray(item.workflowJSON?.nodes);
}

export function readN8n({ id, prompt, workflowJSON: { nodes, connections = {} } }) {
  const isConnected = (node) =>
    connections[node.name]?.main !== undefined || isTarget(connections, node.name);
  const kept = nodes.filter(
    (node) => !NO_STEP.test(kindOf(node)) && (isConnected(node) || nodes.length === 1),
  );
  const place = new Map(kept.map((node, index) => [node.name, index]));
  const edges = kept.flatMap((node, index) =>
    stepsAfter(node.name, connections, place).map((target) => [index, target]),
  );
  return {
    name: id,
    prompt,
    reference: { nodes: kept.map((node) => ({ says: node.name, types: typesOf(kindOf(node)) })), edges },
  };
}

const kindOf = ({ type = '' }) => type.split('.').at(-1);
const typesOf = (kind) => TYPES[kind] ?? (BY_MODEL.test(kind) ? ['agent', 'crew'] : APPLICATION);
const targets = (connections, name) =>
  (connections[name]?.main ?? []).flatMap((output) => (output ?? []).map(({ node }) => node));
const isTarget = (connections, name) =>
  Object.keys(connections).some((source) => targets(connections, source).includes(name));

/** The steps that follow one, through whatever is no step. */
function stepsAfter(name, connections, place) {
  const found = new Set();
  const seen = new Set();
  const open = targets(connections, name);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (place.has(next)) found.add(place.get(next));
    else open.push(...targets(connections, next));
  }
  return [...found];
}
