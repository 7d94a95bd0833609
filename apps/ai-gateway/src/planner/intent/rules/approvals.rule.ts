import { problem, quoted } from '../intent.problem';
import { toolsOf } from '../graph/effects';
import type { Rule } from './rule';

const WHO =
  '(?:i|me|we|us|you|someone|somebody|anyone|humans?|persons?|people|managers?|boss|legal|team|leads?|editors?|supervisors?|cfo|ceo|cto|finance|owners?|admins?|reviewers?|directors?|head|compliance|hr|officers?|lawyers?|controllers?|moderators?|approvers?|colleagues?|accountants?|engineers?|doctors?|counsel|accounting|marketing|security|principal|teacher)';
const YES = '(?:approvals?|sign-?offs?|permission|go-?ahead|consent|the ok(?:ay)?|the green light)';
const SAYS =
  '(?:approves?|approved|agrees?|agreed|signed (?:it |them |this )?off|confirmed|accepted|signs? (?:it |them |this )?off|signs off|confirms?|accepts?|says? (?:yes|ok(?:ay)?)|gives? (?:its |their |his |her |my )?(?:ok(?:ay)?|approval|go-?ahead|consent|permission|the (?:ok|go-?ahead|green light)))';

/** How people ask that a person decides. */
const ASKS: readonly RegExp[] = [
  `\\b(?:wait|waits|waiting|ask|asks|asking|get|gets|getting|need|needs|requires?|requesting|request|await|awaits|awaiting|seek|seeks|obtain|after|until|upon|pending|with|on)\\s+(?:(?!(?:no|not|without)\\b)[\\w'-]+\\s+){0,4}?${YES}\\b`,
  `\\b(?:once|when|if|after|until|unless|before|only if)\\s+(?:[\\w'-]+\\s+){0,4}?${WHO}\\s+(?:[\\w'-]+\\s+){0,2}?${SAYS}\\b`,
  `\\b(?:let|have|ask|asks)\\s+(?!an? (?!human|person|manager|lawyer|colleague))(?:(?:the|my|our|an?|your|their)\\s+)?(?:[\\w'-]+\\s+)?${WHO}\\s+(?:to\\s+)?(?:look\\w*|check|review|approve|confirm|decide|sign|read|edit|accept)\\b`,
  `\\b${WHO}\\s+(?:must|should|has to|have to|needs? to|ought to|is to|are to)\\s+(?:\\w+\\s+)?(?:approve|confirm|decide|review|check|sign|accept|agree|authori[sz]e|look at)\\b`,
  `\\b(?:human|manual)(?:\\s+\\w+)?\\s+(?:review|approval|check|sign-?off|confirmation)\\b`,
  '\\bhuman[- ]in[- ]the[- ]loop\\b',
  `\\b(?:must|should|needs? to|has to|have to|to) be (?:approved|signed off|confirmed|authori[sz]ed|reviewed|checked) by (?:(?:the|my|our|an?)\\s+)?(?:[\\w'-]+\\s+)?${WHO}\\b`,
  `\\b(?:approved|signed off|confirmed|authori[sz]ed) by (?:(?:the|my|our|an?)\\s+)?(?:[\\w'-]+\\s+)?${WHO}\\b`,
  `\\b(?:ask|check with|confirm with|consult) (?:me|us|${WHO}) (?:first|before|whether|if)\\b`,
].map((pattern) => new RegExp(pattern, 'i'));

/** Where the prompt wants a person to decide, a node asks one. */
export const approvalsAreThere: Rule = ({ request, nodes }) => {
  const asked = request.isEnglish ? asksForApproval(request.text) : undefined;
  if (asked === undefined) return [];
  const isAsked = nodes.some(
    (placed) => placed.node.type === 'approval' || toolsOf(placed).some(({ tool }) => tool === 'ask_human'),
  );
  if (isAsked) return [];
  const message = `The request wants a person to decide (${quoted(asked)}), but no node asks one.`;
  const hint =
    'Add an approval node, and let its edge with branch "approved" lead to what waits for the yes.';
  return [problem('approval_missing', '/nodes', message, hint)];
};

/** The words by which a text asks that a person decides; absent when it doesn't. */
export function asksForApproval(text: string): string | undefined {
  for (const sentence of text.split(/(?<=[.!?;\n])/)) {
    if (
      /\b(?:without|no|not|never|skip|don't|doesn't)\b[^.,;]{0,30}\b(?:approv|sign-?off|permission|asking)/i.test(
        sentence,
      )
    )
      continue;
    for (const pattern of ASKS) {
      const found = pattern.exec(sentence);
      if (found) return found[0];
    }
  }
  return undefined;
}
