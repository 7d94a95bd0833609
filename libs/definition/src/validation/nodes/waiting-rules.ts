import { pointerTo } from '../../json/pointer';
import type { ApprovalConfig, WaitConfig } from '../../types';
import type { ProblemList } from '../problem';
import { checkUserSchema } from './schema-rules';

const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** The time or event that is waited for, as far as it is written out. */
export function checkWait(config: WaitConfig, path: string, problems: ProblemList): void {
  const { seconds, until, event, timeout_seconds: timeout } = config;
  if (timeout !== undefined && event === undefined) {
    const message = 'A wait for a time ends by itself, so it can have no "timeout_seconds".';
    problems.add('misplaced_field', pointerTo(path, 'timeout_seconds'), message, 'Remove it.');
  }
  if (typeof seconds === 'string' && !seconds.includes('{{')) {
    const at = pointerTo(path, 'seconds');
    problems.add(
      'bad_time',
      at,
      'This is text, not a number.',
      'Write a number, or {{ CEL }} that gives one.',
    );
  }
  if (until !== undefined && !until.includes('{{') && !isTime(until)) {
    const hint = 'Write it as 2030-01-31T08:00:00Z, or as {{ CEL }} that gives such a text.';
    problems.add('bad_time', pointerTo(path, 'until'), 'This is no ISO 8601 time with its zone.', hint);
  }
}

function isTime(text: string): boolean {
  return ISO_TIME.test(text) && !Number.isNaN(Date.parse(text));
}

/** Who approves, and the form they fill in. */
export function checkApproval(config: ApprovalConfig, path: string, problems: ProblemList): void {
  const { approvers, required = 1, form } = config;
  (approvers ?? []).forEach((approver, index) => {
    if (approvers?.indexOf(approver) === index) return;
    const at = pointerTo(pointerTo(path, 'approvers'), index);
    problems.add('duplicate_id', at, `"${approver}" is there twice.`, 'Name each approver once.');
  });
  const count = new Set(approvers ?? ['']).size;
  if (required > count) {
    const message = `${required} approvals are needed, but ${count} can be given.`;
    const hint = 'Name more approvers, or require fewer approvals.';
    problems.add('too_few_approvers', pointerTo(path, 'required'), message, hint);
  }
  checkUserSchema(form, pointerTo(path, 'form'), problems);
}
