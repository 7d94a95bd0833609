import type { WorkflowDefinition } from '@aiwf/definition';
import { acts, type ToolEffects } from '../graph/effects';
import { scopesOf } from '../graph/scopes';
import { problem, quoted, type IntentProblem } from '../intent.problem';
import type { Wish } from '../prompt/wishes';
import { readRequest } from '../prompt/request';
import { approvalsAreThere } from '../rules/approvals.rule';
import { conditionsAreThere } from '../rules/conditions.rule';
import { effectsAreAsked } from '../rules/effects.rule';
import { repetitionIsThere } from '../rules/repetition.rule';
import { literalsAreUsed } from '../rules/used-literals.rule';
import { uncoveredWishes } from '../rules/verbs.rule';
import { waitsAreThere } from '../rules/waits.rule';
import { workUnits } from '../words/work-units';
import { addressedNodes } from './addressed';
import type { Changes } from './changes';
import type { InstructionPart } from './instruction.reader';

/** Verbs that say that something becomes other than it is, not that something is done. */
const TURNS: ReadonlySet<string> = new Set(
  'make give set let keep do change add include turn use put insert write'.split(' '),
);

/** "It takes too long" says why. */
const REASON =
  /^(?:because\b|since\b|as\b|(?:it|they|this|that) (?!should|must|needs?|has to|have to|can|could|also|then)\w+)/i;

/** "Only send it if …" speaks of what is there already. */
function isRestriction({ isConditional, object }: Wish): boolean {
  return isConditional || /^(?:it|them|this|that)\b(?!.*https?:)/i.test(object);
}

/** What the instruction asks to be done is done by nodes that are new or changed. */
export function askedIsDone(
  instruction: string,
  parts: readonly InstructionPart[],
  after: WorkflowDefinition,
  { added, changed }: Changes,
  tools: ToolEffects,
): IntentProblem[] {
  const scopes = scopesOf(after);
  const fresh = [...added, ...changed.map((each) => each.after)];
  const kept = parts
    .filter(({ asks, text }) => asks !== 'remove' && !REASON.test(text))
    .map(({ text }) => text);
  const request = readRequest(kept.join('. '));
  const wishes = request.wanted.filter(({ verb }) => !TURNS.has(verb));
  const context = { request, scopes, nodes: fresh, tools };
  const [restricted, fully] = [wishes.filter(isRestriction), wishes.filter((wish) => !isRestriction(wish))];
  const whole = { ...context, request: readRequest(instruction) };
  return [
    ...uncoveredWishes(fully, fresh.flatMap(workUnits), context),
    ...uncoveredWishes(restricted, scopes.flatMap(({ nodes }) => nodes).flatMap(workUnits), context),
    ...[waitsAreThere, approvalsAreThere, repetitionIsThere, conditionsAreThere].flatMap((rule) =>
      rule(context),
    ),
    ...literalsAreUsed(whole),
    ...effectsAreAsked({ ...whole, nodes: added.filter((placed) => acts(placed, tools)) }),
  ];
}

/** What the instruction wants gone is gone, or no longer what it was. */
export function removedIsGone(
  parts: readonly InstructionPart[],
  before: WorkflowDefinition,
  { removed, changed }: Changes,
): IntentProblem[] {
  const nodes = scopesOf(before).flatMap((scope) => scope.nodes);
  const edited = new Set([...removed, ...changed.map((each) => each.before)].map(({ node }) => node.id));
  return parts
    .filter(({ asks }) => asks === 'remove')
    .flatMap((part) => {
      const targets = addressedNodes(part, nodes);
      const guards = targets.every(({ node }) => node.type === 'approval');
      if (targets.length === 0 || guards || targets.some(({ node }) => edited.has(node.id))) return [];
      const names = targets
        .slice(0, 3)
        .map(({ node }) => `"${node.id}"`)
        .join(', ');
      const message = `The instruction says ${quoted(part.text)}, but ${names} is still there as it was.`;
      return [problem('not_removed', '/nodes', message, `Remove ${names}, and lead the edges around.`)];
    });
}
