/**
 * WorFBench (`gold_traj/<source>/graph_eval.json`): `{ id, source, conversations: [{ role, content }] }`, where the user states a task
 * and lists actions or interfaces, and the assistant gives `Node:` with numbered subtasks and `Edge:` with pairs of numbers.
 */
const ACTIONS =
  /\s*(?:The (?:action|api|tool)s? list you can|api_list\s*:|The database tables and corresponding)/i;
const NODE = /^\s*(\d+)\s*[:.]\s*(.+?)\s*$/gm;
const EDGE = /\(\s*(START|END|\d+)\s*,\s*(START|END|\d+)\s*\)/g;

export function isWorFBench(item) {
  return Array.isArray(item?.conversations);
}

/** @throws Error when a turn is missing, or an edge names a node that is none */
export function readWorFBench({ id, conversations }) {
  const said = (role) => conversations.findLast((turn) => turn.role === role)?.content;
  const [task, gold] = [said('user'), said('assistant')];
  if (typeof task !== 'string' || typeof gold !== 'string')
    throw new Error('its conversation lacks a turn of the user or of the assistant.');
  return { name: id, prompt: taskOf(task), reference: readGraph(gold) };
}

/** What is to be done, without what there is to do it with: other planners' actions are none of ours. */
function taskOf(text) {
  const [before] = text.split(ACTIONS);
  return (
    /\b(?:my problem is|your task is to|instruction|task)\s*:?\s*(?:\[SEP\]\s*)?(?=\S)([\s\S]+)$/i.exec(
      before,
    )?.[1] ?? before
  )
    .replace(/\s*\[SEP\][\s\S]*$/, '')
    .trim();
}

function readGraph(text) {
  const [nodeText, edgeText = ''] = text.split(/^\s*(?:Graph:\s*)?Edges?\s*:/m);
  const found = [...nodeText.matchAll(NODE)];
  const places = new Map(found.map(([, number], index) => [number, index]));
  const ends = [...edgeText.matchAll(EDGE)]
    .map(([, from, to]) => [from, to])
    .filter((pair) => !pair.some((end) => ['START', 'END'].includes(end)));
  const edges = ends.map((pair) => {
    const unknown = pair.find((end) => !places.has(end));
    if (unknown !== undefined) throw new Error(`an edge names the node ${unknown}, which is none.`);
    return pair.map((end) => places.get(end));
  });
  return { nodes: found.map(([, , says]) => ({ says })), edges };
}
