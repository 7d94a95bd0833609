import { approvedNodes, hasApprovalBefore } from '../graph/approvals';
import { acts, isIrreversibleRequest, toolsOf } from '../graph/effects';
import type { PlacedNode } from '../graph/scopes';
import { problem, quoted, type IntentProblem } from '../intent.problem';
import type { IntentContext, Rule } from './rule';

/** What can't be undone happens only after a person has said yes, whichever way the run takes. */
export const effectsAreApproved: Rule = (context) => {
  const approved = approvedNodes(context.scopes);
  return context.nodes
    .filter(({ node }) => !approved.has(node))
    .flatMap((placed) =>
      irreversibleParts(placed, context).map(({ what, path }) => unapproved(placed, what, path)),
    );
};

/** What in a node itself can't be undone: its request, or tools that ask nobody by themselves. */
function irreversibleParts(
  placed: PlacedNode,
  { tools }: Pick<IntentContext, 'tools'>,
): { readonly what: string; readonly path: string }[] {
  const { node, path } = placed;
  if (node.type === 'http_request') {
    if (!isIrreversibleRequest(node.config)) return [];
    return [{ what: `sends a ${node.config.method ?? 'GET'}`, path: `${path}/config` }];
  }
  return toolsOf(placed).flatMap(({ tool, path: at }) => {
    const known = tools.get(tool) ?? (tool.startsWith('mcp:') ? UNKNOWN_TOOL : undefined);
    const isFree = known === undefined || known.effect !== 'irreversible' || known.needsApproval;
    return isFree ? [] : [{ what: `may use the tool ${tool}`, path: at }];
  });
}

const UNKNOWN_TOOL = { effect: 'irreversible', needsApproval: false } as const;

function unapproved(placed: PlacedNode, what: string, path: string): IntentProblem {
  const { id } = placed.node;
  const message = `"${id}" ${what}, which can't be undone, and on some way to it nobody approves.`;
  const hint = hasApprovalBefore(placed)
    ? `Let only edges with branch "approved" lead from the approval to "${id}", and none that goes round the approval.`
    : `Put an approval node before "${id}", and let only its edge with branch "approved" lead there.`;
  return problem('effect_without_approval', path, message, hint);
}

/** Words of a request that something outside is to be changed or told. */
const CHANGES =
  /\b(?:send|sent|post(?:s|ed|ing)?|submit|notif|publish|sav(?:e|ing)|stor(?:e|ing)|updat|delet|remov|upload|sync|push|share|forward|deliver|announc|tweet|broadcast|regist|invit|trigger|deploy|escalat|tell|inform|let .{1,30} know|warn|ping|remind|api|webhook|hook|slack|teams|sms|pay|refund|charge|book|purchas|buy|cancel|transfer|assign|import|export|insert|archiv|dispatch|distribut|contact|(?:write|writes|writing|reply|replies|talk|speak|e-?mail|mail|message|text|call) to|asks? (?:the|our|my|an?|them|him|her)|follow up|get back|reach out|(?:create|add|open|file|raise|log|put|write|make|append|set)s? (?:\S+ ){0,4}?(?:tickets?|issues?|events?|accounts?|entr(?:y|ies)|records?|tasks?|cards?|rows?|users?|orders?|contacts?|leads?|databases?|sheets?|crm|calendar|jira|trello|github|notion))\w*/i;
/** Kinds of wishes that may well end outside. */
const MAY_ACT: ReadonlySet<string> = new Set(
  'deliver notify record respond reply request process monitor onboard'.split(' '),
);

/** Nothing is changed outside that nobody asked to be changed, least of all by what the prompt only quotes. */
export const effectsAreAsked: Rule = ({ request, nodes, tools }) => {
  if (!request.isEnglish) return [];
  const words = request.text.replace(/https?:\/\/\S+/g, ' ');
  const refuses = request.unwanted.find(({ kind }) => kind === 'deliver');
  const mayAct = request.wanted.some(({ kind }) => MAY_ACT.has(kind));
  const namesMethod = /\b(?:POST|PUT|PATCH|DELETE)\b/.test(words);
  if (mayAct || (refuses === undefined && (namesMethod || CHANGES.test(words)))) return [];
  return nodes
    .filter((placed) => placed.node.type !== 'workflow' && acts(placed, tools))
    .map(({ node, path }) => {
      const why = refuses
        ? `the request says not to ${quoted(`${refuses.verb} ${refuses.object}`)}`
        : 'nobody asked for it';
      const message = `"${node.id}" changes or sends something outside, but ${why}.`;
      return problem(
        'effect_not_asked',
        path,
        message,
        `Remove "${node.id}", and give the result in the output.`,
      );
    });
};
