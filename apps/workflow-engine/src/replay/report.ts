import type { RecordedRun } from '@aiwf/contracts';
import type { Hindrance } from '../executions';
import type { Difference } from './compare-records';

const OTHER_REQUEST =
  'Something that goes into this call (a prompt, tools, a URL, inputs) is not what it was when the reply was recorded.';

const WHAT_TO_DO =
  'Changed on purpose? Run the graph again and export that run. Otherwise look at what has changed since: the graph in the ' +
  'file, or the engine.';

/** One line for a run that went as its record did: what was compared, and what it was given. */
export function sameLine(file: string, recorded: RecordedRun): string {
  const { path, model_calls, tool_calls, decisions, status } = recorded;
  const outputs = path.filter(({ output }) => output !== undefined).length;
  const compared = [counted(path.length, 'node'), counted(outputs, 'output'), "the run's end"];
  const given = [
    counted(model_calls.length, 'model reply', 'model replies'),
    counted(tool_calls.length, 'tool or HTTP reply', 'tool or HTTP replies'),
    counted(decisions.length, 'decision'),
  ].filter((count) => !count.startsWith('0 '));
  const from = given.length === 0 ? '' : `, given ${given.join(', ')}`;
  return `✓ ${titleOf(file, recorded)}: ${status}, as recorded (compared ${compared.join(', ')}${from})`;
}

/** What differs first, and what to do about it. */
export function differenceLines(
  file: string,
  recorded: RecordedRun,
  { kind, what, recorded: then, now, code }: Difference,
  hindrance: Hindrance | undefined,
): string {
  const reason = hindrance ? hindranceText(hindrance) : code === 'not_recorded' ? OTHER_REQUEST : undefined;
  return [
    `✗ ${titleOf(file, recorded)}: differs from its record`,
    `  ${kind}: ${what}`,
    `    recorded: ${then}`,
    `    now:      ${now}`,
    ...(reason === undefined ? [] : [`  ${reason}`]),
    `  ${WHAT_TO_DO}`,
  ].join('\n');
}

/** A file whose run could not be compared. */
export function unusableLine(file: string, reason: string): string {
  return `✗ ${file}: ${reason}`;
}

function hindranceText(hindrance: Hindrance): string {
  switch (hindrance.kind) {
    case 'refused':
      return `The request ${hindrance.requestId} refuses the recorded "${hindrance.decision}": ${hindrance.reason}`;
    case 'unanswered': {
      const { requestIds } = hindrance;
      if (requestIds.length === 0) return 'The run stood still and was broken off.';
      return `The run waits for what the record has no decision for, and was broken off: ${requestIds.join(', ')}`;
    }
    default:
      return hindrance satisfies never;
  }
}

function titleOf(file: string, { definition }: RecordedRun): string {
  return `${file} "${definition.name}"`;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
