import { joinTokens, type ReadInstruction } from '../../../grammar';
import type { Context } from '../context';
import { recipientOf } from '../recipients';
import { quoted } from '../warnings';
import { addDelivery, destinationOf } from './deliver';
import { addTask } from './steps';

/** What only a system outside can do is asked of it: written, and sent to the address that it is given. */
export function request(
  context: Context,
  instruction: ReadInstruction,
  object: ReadInstruction['object'],
): void {
  addTask(context, 'request', instruction);
  const recipient = recipientOf(instruction, object) ?? { text: '', input: 'request url', object };
  context.warnings.add(
    `No tool here can do it by itself (${quoted(joinTokens(instruction.tokens))}): a request is written, for whoever can.`,
  );
  addDelivery(context, destinationOf(context, recipient), 'result');
}
