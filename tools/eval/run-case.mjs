/**
 * One case, planned and checked.
 */
import { score } from './benchmarks/score.mjs';
import { HOUSE_RULES, runCheck } from './checks/index.mjs';

/**
 * Plans a case turn by turn; after one that yields no graph, the rest can't be made. A new version is held against the one before it as
 * that is stored.
 *
 * @param gateway what `withGateway` hands out
 * @returns `{ passed, failures: [{ turn, expected, seen }], answers, scores }`: `answers` as the gateway gave them, `scores` of
 * cases that are compared with a reference
 */
export async function runCase({ turns, reference }, gateway) {
  const failures = [];
  const answers = [];
  let graph;
  for (const [index, turn] of turns.entries()) {
    const before = graph && (await gateway.stored(graph.ai_metadata.workflow_id)).body.workflow;
    const answer = await ask(turn, graph, gateway);
    answers.push(answer);
    const prompt = turns
      .slice(0, index + 1)
      .map(wordsOf)
      .join('\n');
    const problems = judge(turn, { prompt, answer, before });
    failures.push(...problems.map((problem) => ({ turn: index + 1, ...problem })));
    graph = graphOf(answer);
    if (!graph) break;
  }
  const scores = reference && score(graph?.workflow, reference);
  if (scores) failures.push(...scores.missed.map((problem) => ({ turn: 1, ...problem })));
  const isWhole = answers.length === turns.length;
  return { passed: isWhole && failures.length === 0, failures, answers, scores };
}

const wordsOf = ({ prompt, instruction }) => prompt ?? instruction;
const graphOf = ({ status, body }) => (status === 200 && body.workflow ? body : undefined);

function ask({ prompt, instruction }, graph, gateway) {
  if (prompt !== undefined) return gateway.generate(prompt);
  return gateway.refine(graph.ai_metadata.workflow_id, instruction);
}

function judge({ checks }, { prompt, answer, before }) {
  const graph = graphOf(answer);
  const context = { prompt, answer, before, definition: graph?.workflow, metadata: graph?.ai_metadata };
  const rules = graph ? HOUSE_RULES : [];
  const problems = [...checks, ...rules].map((check) => runCheck(check, context)).filter(Boolean);
  // Without a graph every check of it says the same.
  return problems.filter(
    ({ expected, seen }, index) =>
      problems.findIndex((other) => other.expected === expected && other.seen === seen) === index,
  );
}
