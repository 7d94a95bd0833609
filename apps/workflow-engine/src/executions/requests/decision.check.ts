import type { DecideRequest, ErrorItem } from '@aiwf/contracts';
import { checkSchema } from '@aiwf/definition/data-schema';
import { isJsonObject, type Json } from '@aiwf/definition';
import type { Breach, OpenRequest } from '../../workflows';

/** Characters of JSON that a decision may bring; it goes through the run's history. */
const MAX_CHARACTERS = 256 * 1024;

/** What may be raised, with its largest value. */
const LIMITS = { max_cost_usd: 100_000, max_tokens: 1_000_000_000, max_llm_calls: 100_000 } as const;

/** What of a request decides whether a decision fits. */
export interface Asked extends Pick<OpenRequest, 'kind' | 'decisions' | 'form'> {
  /** Of a budget. */
  breach?: Breach;
}

/** What is wrong with a decision on a request, each with the path in the body that holds it; empty: it fits. */
export function decisionFaults(asked: Asked, { decision, data, form }: DecideRequest): ErrorItem[] {
  if (!asked.decisions.includes(decision)) {
    const offered = asked.decisions.join(', ');
    return [
      {
        path: '/decision',
        message: `"${decision}" is not offered by this request`,
        hint: `Say one of ${offered}`,
      },
    ];
  }
  if (JSON.stringify([data, form]).length > MAX_CHARACTERS) {
    return [
      {
        path: '',
        message: `data and form have more than ${MAX_CHARACTERS.toLocaleString('en')} characters together`,
        hint: 'Send less, or a link to it',
      },
    ];
  }
  return [...dataFaults(asked, decision, data), ...formFaults(asked, decision, form)];
}

function dataFaults(
  { breach }: Asked,
  decision: DecideRequest['decision'],
  data: Json | undefined,
): ErrorItem[] {
  switch (decision) {
    case 'edit':
      return data === undefined ? [missing('data', 'Send what takes the place of the data')] : [];
    case 'answer':
      return typeof data === 'string' && data.trim() !== ''
        ? []
        : [missing('data', 'Send the answer as text, such as "data": "Tuesday"')];
    case 'raise':
      return breach === undefined ? [] : raiseFaults(breach, data);
    default:
      return [];
  }
}

function raiseFaults({ limit, allowed }: Breach, data: Json | undefined): ErrorItem[] {
  const example = `Send the new limits, such as "data": {"${limit}": ${allowed * 2}}`;
  if (!isJsonObject(data)) return [missing('data', example)];
  const unknown = Object.keys(data).filter((name) => !Object.hasOwn(LIMITS, name));
  if (unknown.length > 0) {
    return unknown.map((name) => ({
      path: `/data/${name}`,
      message: `"${name}" is no limit`,
      hint: `Limits are ${Object.keys(LIMITS).join(', ')}`,
    }));
  }
  if (data[limit] === undefined) return [missing(`data/${limit}`, example)];
  return Object.entries(data).flatMap(([name, value]) => {
    const most = LIMITS[name as keyof typeof LIMITS];
    const least = name === limit ? allowed : 0;
    const whole = name === 'max_cost_usd' || Number.isInteger(value);
    if (typeof value === 'number' && whole && value > least && value <= most) return [];
    const kind = name === 'max_cost_usd' ? 'a number' : 'a whole number';
    return [
      {
        path: `/data/${name}`,
        message: `${name} must be ${kind} larger than ${least}, up to ${most}`,
        hint: 'Send a larger limit than the one that was reached',
      },
    ];
  });
}

function formFaults(
  { form: schema }: Asked,
  decision: DecideRequest['decision'],
  form: Json | undefined,
): ErrorItem[] {
  if (schema === undefined) {
    return form === undefined
      ? []
      : [{ path: '/form', message: 'This request has no form', hint: 'Leave it out' }];
  }
  if (form === undefined) {
    return decision === 'reject' ? [] : [missing('form', "Fill in the request's form, see its JSON Schema")];
  }
  return checkSchema(schema, form).map(({ path, message }) => ({ path: `/form${path}`, message }));
}

function missing(field: string, hint: string): ErrorItem {
  return { path: `/${field}`, message: `${field.replace('/', '.')} is missing`, hint };
}
