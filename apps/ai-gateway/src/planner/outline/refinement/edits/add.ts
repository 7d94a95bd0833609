import {
  joinTokens,
  readApproval,
  readChange,
  type ReadInstruction,
  readsAsNegated,
  singular,
  type Token,
} from '../../../grammar';
import { PRODUCT_KINDS } from '../../../lexicon';
import { approvalOf } from '../../assembly/acts/approve';
import type { Approval, PlanItem } from '../../plan/plan-items';
import { findNode, isSending } from '../find-nodes';
import { layFragment, planFragment, type FragmentStart } from '../fragment';
import { graphAt, type PlacedNode } from '../regions';
import { takeAnchor, type Anchor, type Changed, type ChangeRequest } from '../request';
import {
  mayBeSkipped,
  placeAfter,
  placeAtEnd,
  placeAtStart,
  placeBefore,
  placeBeside,
  resultNode,
  splice,
  withResult,
  type Place,
} from '../splice';
import { valueOf } from '../values';

const FRAMING =
  /^(?:please )?(?:also |then |and )*(?:(?:add|insert|include|put in|append|create|introduce) (?:an?|another|one more|the) (?:new |extra |additional |further )?(?:step|node|task|action|stage)s?(?: (?:that|which|to|for|where it|in which it))? ?)/i;

/** The wish without the words that only ask for a step: "add a step that lists the risks". */
function bare(text: string): string {
  return text
    .replace(FRAMING, '')
    .replace(/^(?:please |also |additionally |in addition,? |furthermore,? |then |and )+/i, '')
    .trim();
}

function placed(request: ChangeRequest, id: string | undefined): PlacedNode | undefined {
  const node = request.definition.nodes.find((one) => one.id === id);
  return node && { node, path: [] };
}

/** Whether the steps are about something that the workflow is given. */
function isAboutInput({ definition }: ChangeRequest, instructions: readonly ReadInstruction[]): boolean {
  const properties = definition.inputs?.['properties'];
  const names = typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
  const words = new Set((instructions[0]?.object ?? []).map(({ lower }) => singular(lower)));
  return names.some((name) => !name.endsWith('_url') && words.has(singular(name.split('_').at(-1) ?? name)));
}

const NOWHERE: Place = {
  path: [],
  ways: [],
  results: [],
  last: undefined,
  onward: [],
  replaced: [],
  isInBetween: false,
  isApproved: false,
};

/** What the new steps are about: the step that was added before, the one they name, or the workflow's result. */
function aboutWhat(request: ChangeRequest, instructions: readonly ReadInstruction[]): PlacedNode | undefined {
  const [first] = instructions;
  const isThat = /^(?:it|them|this|that|these|those)$/.test(first?.object[0]?.lower ?? '');
  const named =
    first && first.phrase.length > 0 && !isThat ? findNode(request.definition, first.phrase) : undefined;
  const isOwn = named && !isSending(named.node) && named.node.type !== 'condition';
  const added = placed(request, request.added);
  const result = placed(request, resultNode(request.definition)?.id);
  const isFinal =
    first?.phrase.some(({ lower }) =>
      /^(?:final|improved|revised|finished|resulting|approved)$/.test(lower),
    ) === true;
  if (isFinal && result) return result;
  if (isThat && added) return added;
  return isOwn && named.path.length === 0 ? named : (added ?? result);
}

/** After everything, about what the new steps name. */
function atEnd(request: ChangeRequest, instructions: readonly ReadInstruction[]): Place {
  const place = placeAtEnd(request.definition);
  const about = aboutWhat(request, instructions)?.node;
  const value = about && valueOf(about);
  return about && value ? { ...place, results: [value], last: about } : place;
}

function placeFor(
  request: ChangeRequest,
  instructions: readonly ReadInstruction[],
  anchor: Anchor | undefined,
  isThen: boolean,
): Place {
  const { definition } = request;
  switch (anchor?.where) {
    case 'before':
      return placeBefore(definition, anchor.node);
    case 'after':
      return placeAfter(definition, anchor.node);
    case 'start':
      return placeAtStart(definition);
    case 'end':
      return atEnd(request, instructions);
    case undefined: {
      if (isAboutInput(request, instructions) && !isThen) return NOWHERE;
      const about = aboutWhat(request, instructions);
      if (!about) return placeAtEnd(definition);
      return isThen ? atEnd(request, instructions) : placeBeside(definition, about);
    }
    default:
      return anchor satisfies never;
  }
}

function startOf(definition: ChangeRequest['definition'], place: Place): FragmentStart {
  const graph = graphAt(definition, place.path);
  const isLate = place.ways.some(({ branch, source }) => branch !== undefined || mayBeSkipped(graph, source));
  return { ...place, graph, isLate };
}

/** Lays steps out at a place and puts them in. */
function put(request: ChangeRequest, planned: ReturnType<typeof planFragment>, place: Place): Changed {
  if (planned.items.length === 0) return undefined;
  const { definition } = request;
  const fragment = layFragment(definition, planned, startOf(definition, place));
  const added = fragment.results[0]?.node ?? fragment.nodes.at(-1)?.id;
  return { definition: splice(definition, place, fragment), ...(added !== undefined && { added }) };
}

/** "Add a summary": it is to be made. */
function made(instruction: ReadInstruction): ReadInstruction {
  const kind = PRODUCT_KINDS.get(instruction.head);
  if (instruction.kind === 'rewrite' && instruction.verb === 'add') return { ...instruction, verb: 'write' };
  return /^(?:add|include|insert)$/.test(instruction.verb) && kind
    ? { ...instruction, kind, verb: 'write' }
    : instruction;
}

/** "Also translate it into French", "add a step that lists the risks after the summary", "wait two days before the reminder". */
export function addSteps(request: ChangeRequest): Changed {
  const { definition, literals, warnings } = request;
  const { tokens, anchor } = takeAnchor(request, request.tokens);
  const isThen = request.comesLast === true && anchor === undefined;
  const wish = bare(joinTokens(tokens));
  const instructions = readChange(wish).instructions.map(made);
  const asks = instructions.some(
    ({ kind, tokens: words }) =>
      (kind !== undefined && kind !== 'constrain') || readApproval(words) !== undefined,
  );
  if (!asks || readsAsNegated(wish)) return undefined;
  const place = placeFor(request, instructions, anchor, isThen);
  const planned = planFragment(definition, instructions, literals, startOf(definition, place), warnings);
  const changed = put(request, planned, place);
  const isLast = isThen || anchor?.where === 'end';
  return changed && isLast ? endingWith(changed, place) : changed;
}

/** What is made last is what the workflow gives. */
function endingWith({ definition, added }: NonNullable<Changed>, { results }: Place): Changed {
  const node = definition.nodes.find(({ id }) => id === added);
  const after = node && valueOf(node);
  const [before] = results;
  if (!before || !after || added === undefined || isSending(node))
    return { definition, ...(added !== undefined && { added }) };
  const guard = mayBeSkipped(graphAt(definition, []), added)
    ? { guard: `nodes.${added}.output != null` }
    : {};
  return { definition: withResult(definition, before, { ...after, ...guard }), added };
}

const ASKS_APPROVAL =
  /\b(?:approvals?|approve[sd]?|sign-?off|permission|go-ahead|consent|confirmation|human (?:check|review)|manual (?:check|review)|ask (?:me|us)|(?:check|confirm) with)\b|\b(?:have|let|get|make)\b.*\b(?:review|reviewed|check|checked|approve|approved|confirm|look)\b/i;

function approvalWanted(request: ChangeRequest, tokens: readonly Token[]): Approval | undefined {
  const text = joinTokens(tokens);
  if (!ASKS_APPROVAL.test(text) || readsAsNegated(text)) return undefined;
  const named = /\b(?:add|insert|include|require|put)\b/i.test(text)
    ? { who: '', isReview: false }
    : undefined;
  const reading = readApproval(tokens) ?? named;
  if (!reading) return undefined;
  const { instructions } = readChange(text);
  const start = startOf(request.definition, placeAtEnd(request.definition));
  const { context } = planFragment(request.definition, instructions.slice(0, 0), [], start, request.warnings);
  return approvalOf(context, reading, tokens);
}

/** "Post it to https://…, but only after I have approved it": the sending is what is new. */
function sendsAnew({ definition, text }: ChangeRequest): boolean {
  const known = JSON.stringify(definition.nodes);
  return readChange(text).instructions.some(
    ({ kind, object }) =>
      kind === 'deliver' && object.some(({ type, text: url }) => type === 'url' && !known.includes(url)),
  );
}

/** "Add an approval before sending", "have legal review it before it is published", "ask me first". */
export function addApprovalStep(request: ChangeRequest): Changed {
  const { definition, warnings } = request;
  const { tokens, anchor } = takeAnchor(request, request.tokens);
  const approval = approvalWanted(request, tokens);
  if (!approval || sendsAnew(request)) return undefined;
  const sending = definition.nodes.find(isSending);
  const target =
    anchor ?? (sending ? ({ where: 'before', node: { node: sending, path: [] } } as const) : undefined);
  const place = placeFor(request, [], target ?? { where: 'end' }, false);
  const next = place.next;
  const { nodes } = graphAt(definition, place.path);
  const nextNode = nodes.find(({ id }) => id === next);
  const before = nodes.find(({ id }) => id === place.ways[0]?.source);
  const isOwner = /^(?:|me|myself|us|i)$/i.test(approval.who);
  if (isOwner && (nextNode?.type === 'approval' || before?.type === 'approval')) {
    warnings.add('People are asked there already: nothing was changed.');
    return { definition };
  }
  const start = startOf(definition, place);
  const planned = planFragment(definition, [], [], start, warnings);
  const items: PlanItem[] = [approval];
  return put(request, { ...planned, items }, place);
}
