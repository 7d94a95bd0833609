import { plural, type ReadInstruction, type Token } from '../../../grammar';
import type { Context } from '../context';
import { expand } from '../expand';
import { recipientOf } from '../recipients';
import { subjectOf, type Composite } from '../subject';
import { addDelivery, destinationOf } from './deliver';
import { addTask } from './steps';

/** Adds the several steps that a verb like "process" or "respond" stands for. */
export function compose(
  context: Context,
  kind: Composite,
  instruction: ReadInstruction,
  isSent = true,
): void {
  const { branches, material, steps } = context;
  if (context.items.length > 0 && (kind === 'respond' || kind === 'onboard')) {
    addTask(context, kind === 'respond' ? 'reply' : 'draft', instruction);
    if (kind === 'respond' && isSent) answer(context, instruction);
    return;
  }
  const subject = subjectOf(kind, instruction, material);
  if (kind === 'monitor') context.monitored = { topic: plural(subject.topic), sources: subject.sources };
  if ((steps.length >= 2 || instruction.announces) && kind !== 'respond') return;
  const items = expand(kind, subject).filter(
    (item) => item.type !== 'task' || !context.asksElsewhere(item.kind, instruction),
  );
  for (const item of items) {
    if (item.type === 'task') material.produce(item.product);
    if (item.type === 'task' || !context.isInside) branches.add(item);
  }
  if (kind === 'respond' && isSent) answer(context, instruction);
}

/** An answer goes to who asked. */
export function answer(context: Context, instruction: ReadInstruction): void {
  const recipient = recipientOf(instruction, instruction.object) ??
    recipientOf(instruction, sendersIn(context)) ?? {
      text: 'the sender',
      input: 'sender url',
      object: [],
    };
  addDelivery(context, destinationOf(context, recipient), 'result');
}

/** Who wrote what is answered, where another clause says it. */
function sendersIn({ sender }: Context): ReadInstruction['object'] {
  const word = (text: string): Token => ({ type: 'word', text, lower: text });
  return sender ? [word('to'), word('the'), word(sender.lower.replace(/['’]s?$/, ''))] : [];
}
