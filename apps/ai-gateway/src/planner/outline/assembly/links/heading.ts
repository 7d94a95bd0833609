import { joinTokens, readApproval, type ReadInstruction } from '../../../grammar';
import { addApproval } from '../acts/approve';
import { basisIn, takeCategory } from '../acts/switch';
import type { Context } from '../context';
import type { Pending } from '../pending';
import { quoted } from '../warnings';

/** "Given a topic, …" says what there is; "for bugs, …" may be one of several cases. */
export function takeFor(context: Context, pending: Pending, instruction: ReadInstruction): void {
  const { tokens, head } = instruction;
  pending.basis = basisIn(instruction) ?? pending.basis;
  if (
    readApproval(tokens) &&
    /^(?:upon|with|on|after)$/.test(tokens[0]?.lower ?? 'upon') &&
    addApproval(context, instruction)
  )
    return;
  if (takeCategory(context, instruction, pending.basis)) return;
  const next = context.instructions[context.instructions.indexOf(instruction) + 1];
  if (
    /^(?:url|link|address)$/.test(head) &&
    next?.kind === 'collect' &&
    !next.object.some(({ type }) => type === 'url')
  ) {
    context.warnings.add(
      `${quoted(joinTokens(next.tokens))}: no address is read that only a run knows; give what stands there as an input.`,
    );
    return;
  }
  const named = context.material.presumeSubject(tokens);
  const isThing = head !== '' && /^(?:an?|the|my|our|each|every)$/.test(tokens[0]?.lower ?? '');
  if (!named && isThing) context.material.presumeUnknown(instruction, false);
}

/** "Billing: …" is a case where categories are spoken of, else a heading. */
export function takeLabel(context: Context, pending: Pending, instruction: ReadInstruction): void {
  if (takeCategory(context, instruction, pending.basis)) return;
  const basis = basisIn(instruction);
  if (basis !== undefined) pending.basis = basis;
  if (context.hasItems || context.material.all.length > 0) return;
  context.material.presumeSubject(instruction.tokens);
}
