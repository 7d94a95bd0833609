import { templateParts } from '../planner/intent';
import type { Names } from './names';
import { humanised, plain } from './wording';

const COMPARISON = /^(.+?)\s*(==|!=|>=|<=|>|<)\s*(.+)$/s;
const CALL = /^(!?)(.+?)(?:\.(?:lowerAscii|upperAscii|trim)\(\))*\.(contains|startsWith|endsWith)\((.+)\)$/s;
const SAYS: Readonly<Record<string, readonly [yes: string, no: string]>> = {
  '==': ['is', 'is'],
  '!=': ['is not', 'is not'],
  '>': ['is more than', 'is more than'],
  '<': ['is less than', 'is less than'],
  '>=': ['is at least', 'is at least'],
  '<=': ['is at most', 'is at most'],
  contains: ['contains', 'does not contain'],
  startsWith: ['starts with', 'does not start with'],
  endsWith: ['ends with', 'does not end with'],
};

/** A condition in words, where it is simple enough to be put so. */
export function conditionInWords(expression: string, names: Names): string | undefined {
  const source = expression.trim();
  if (/&&|\|\||\?|\{|\[/.test(source)) return undefined;
  const call = CALL.exec(source);
  if (call) {
    const [, not = '', left = '', verb = '', right = ''] = call;
    return spoken(left, SAYS[verb]?.[not === '' ? 0 : 1], right, names);
  }
  const [, left = '', operator = '', right = ''] = COMPARISON.exec(source) ?? [];
  return spoken(left, SAYS[operator]?.[0], right, names);
}

function spoken(left: string, says: string | undefined, right: string, names: Names): string | undefined {
  const subject = valueInWords(left, names);
  const object = literal(right) ?? valueInWords(right, names);
  return subject && says && object ? `${subject} ${says} ${object}` : undefined;
}

function literal(text: string): string | undefined {
  const source = text.trim();
  if (source === '""' || source === "''") return 'empty';
  const [, double, single] = /^(?:"([^"\\]*)"|'([^'\\]*)')$/.exec(source) ?? [];
  const string = double ?? single;
  if (string !== undefined) return `"${plain(string, 40)}"`;
  return /^-?\d+(?:\.\d+)?$|^(?:true|false)$/.test(source) ? source : undefined;
}

/** Fields that hold just what a step gives. */
const GIVES: ReadonlySet<string> = new Set(['text', 'body', 'output', 'items', 'data']);

/** What an expression reads, in words: an input, what a step gives, the item at hand. */
export function valueInWords(expression: string, names: Names): string | undefined {
  const source = expression.trim().replace(/\.(?:lowerAscii|upperAscii|trim)\(\)/g, '');
  const [, sized] = /^size\((.+)\)$/.exec(source) ?? /^(.+)\.size\(\)$/.exec(source) ?? [];
  if (sized !== undefined) {
    const inner = valueInWords(sized, names);
    return inner && `the size of ${inner}`;
  }
  if (!/^[A-Za-z_][\w.]*(?:\["[^"]*"\])*$/.test(source)) return undefined;
  const [root = '', first = '', , ...rest] = source.split('.');
  const field = rest.at(-1);
  if (root === 'inputs') return first === '' ? 'the inputs' : `the input ${humanised(first)}`;
  if (root === 'nodes') {
    const name = names.get(first) ?? `“${humanised(first)}”`;
    if (field === 'branch') return `the decision of ${name}`;
    return field === undefined || GIVES.has(field) ? `what ${name} gives` : `${humanised(field)} of ${name}`;
  }
  if (root === 'input') return `the value ${humanised(first)}`;
  if (root === 'item')
    return first === '' ? 'the item' : `${humanised(source.split('.').at(-1) ?? '')} of the item`;
  if (root === 'previous') return 'the round before';
  if (root === 'output')
    return first === '' ? 'the result' : `${humanised(source.split('.').at(-1) ?? '')} of the result`;
  if (root === 'index') return 'the number of rounds before';
  return root === 'execution' ? 'the id of the run' : undefined;
}

/** A template as text: what is substituted is told by what it reads. */
export function templateInWords(template: string, names: Names): string {
  const { texts, expressions } = templateParts(template);
  const told = expressions.map((expression) => {
    const value = valueInWords(expression, names);
    return value === undefined ? '(…)' : `(${value})`;
  });
  return texts.map((text, at) => text + (told[at] ?? '')).join('');
}
