import { findExpressionReferences } from '@aiwf/definition';
import { placedEdges } from '../graph/scopes';
import { sitesOf } from '../graph/sites';
import { problem, quoted } from '../intent.problem';
import { ASIDES } from '../words/kinds';
import { decides } from '../prompt/wishes';
import { asksForApproval } from './approvals.rule';
import type { IntentContext, Rule } from './rule';

const SAYS_IF =
  /\b(?:if|unless|otherwise|when|whenever|whether|depending|in case|only|else|either|except|as long as)\b/i;
const OF_APPROVAL =
  /\b(?:approv\w*|reject\w*|declin\w*|sign\w* off|confirm\w*|says? (?:yes|no)|agree\w*|refuse\w*|denie[sd]|time[sd]? out|answer\w*|repl\w+)\b/i;
const OF_FAILURE =
  /\b(?:fail\w*|errors?|goes? wrong|down|unavailable|unreachable|times? out|no answer|not (?:work|answer|respond)\w*)\b/i;
/** What a model can't be trusted to leave undone by itself. */
const ACTS: ReadonlySet<string> = new Set(['deliver', 'approve', 'wait']);

/** What is only to be done in some case is done in that case: the graph branches, or a prompt says so. */
export const conditionsAreThere: Rule = (context) => {
  const { request } = context;
  const cases = request.clauses.filter(
    (clause, at) => (decides(clause, at) && !isCompletion(clause)) || clause.link === 'otherwise',
  );
  const conditional = request.wanted.filter(({ isConditional, kind }) => isConditional && !ASIDES.has(kind));
  const [first] = cases;
  if (first === undefined || conditional.length === 0) return [];
  const ofApproval = cases.every(({ text, link }) => OF_APPROVAL.test(text) || link === 'otherwise');
  // Then the rule of approvals says what is missing.
  if (ofApproval && asksForApproval(request.text) !== undefined) return [];
  const ofFailure = cases.every(({ text, link }) => OF_FAILURE.test(text) || link === 'otherwise');
  if (branches(context, ofApproval) || (ofFailure && minds(context))) return [];
  if (!conditional.some(({ kind }) => ACTS.has(kind)) && saysIf(context)) return [];
  const message = `The request decides by a case (${quoted(first.text)}), but the graph has no branch.`;
  const hint =
    'Add a condition node with a branch for the case and a default, and an edge for each of them; if a model must judge the case, let an agent answer first.';
  return [problem('condition_missing', '/nodes', message, hint)];
};

/** "Once all are done": says after what, not whether. */
function isCompletion({ link, text }: IntentContext['request']['clauses'][number]): boolean {
  return (
    link === 'when' &&
    /^(?:all|both|everything|they|it|that|this|these|each|the [\w ]{1,40})(?: (?:of (?:them|it|these)|three|four|two|steps?|parts?))* (?:is|are|has been|have been|has|have) (?:all |both )?(?:done|finished|ready|complete|completed|through|in|over)$/i.test(
      text,
    )
  );
}

function branches({ nodes, scopes }: IntentContext, ofApproval: boolean): boolean {
  const edges = scopes.flatMap(({ regions }) => regions.flatMap(placedEdges));
  if (edges.some(({ edge }) => edge.when !== undefined || edge.kind === 'error')) return true;
  return nodes.some((placed) => {
    const { node } = placed;
    if (node.type === 'condition') return !node.config.branches.every(({ when }) => asksForAddress(when));
    if (node.type === 'approval') return ofApproval;
    if (node.type === 'wait') return node.config.event !== undefined;
    if (node.type === 'loop') return true;
    return sitesOf(placed).some(
      ({ value, kind }) =>
        kind !== 'prose' && typeof value === 'string' && /\?|\.filter\(/.test(withoutUrls(value)),
    );
  });
}

/** Failures are tried again or dealt with by the node that may fail. */
function minds({ nodes }: IntentContext): boolean {
  return nodes.some(({ node }) => node.retry !== undefined || (node.on_error ?? 'fail') !== 'fail');
}

/** Whether an input was given at all: that decides where to send, not what was asked. */
function asksForAddress(when: string): boolean {
  const read = findExpressionReferences(when);
  const onlyInputs = read.length > 0 && read.every(({ root }) => root === 'inputs');
  return (
    onlyInputs && /^[^<>]*!=\s*(?:""|'')\s*$|^size\([^)]*\)\s*>\s*0\s*$|startsWith\("https?/.test(when.trim())
  );
}

function withoutUrls(text: string): string {
  return text.replace(/https?:\/\/\S+/g, '');
}

function saysIf({ nodes }: IntentContext): boolean {
  return nodes.some((placed) =>
    sitesOf(placed).some(({ kind, value }) => kind === 'prose' && SAYS_IF.test(String(value))),
  );
}
