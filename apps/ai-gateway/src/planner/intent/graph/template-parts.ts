/** A template cut into the text that stands as it is and the expressions between `{{` and `}}`. */
export interface TemplateParts {
  readonly texts: readonly string[];
  readonly expressions: readonly string[];
}

/** Cuts a template that is known to be well formed; texts and expressions take turns, a text first and last. */
export function templateParts(template: string): TemplateParts {
  const texts: string[] = [];
  const expressions: string[] = [];
  let at = 0;
  for (let open = template.indexOf('{{'); open !== -1; open = template.indexOf('{{', at)) {
    const close = closeOf(template, open + 2);
    texts.push(template.slice(at, open));
    expressions.push(template.slice(open + 2, close));
    at = Math.min(close + 2, template.length);
  }
  texts.push(template.slice(at));
  return { texts, expressions };
}

/** Where the `}}` stands that ends a substitution: the first that no string and no braces of the expression hold. */
function closeOf(template: string, from: number): number {
  let depth = 0;
  for (let at = from; at < template.length; at += 1) {
    const character = template[at];
    if (character === '"' || character === "'") at = endOfString(template, at, character);
    else if (character === '{') depth += 1;
    else if (character === '}' && depth > 0) depth -= 1;
    else if (character === '}' && template[at + 1] === '}') return at;
  }
  return template.length;
}

function endOfString(text: string, open: number, quote: string): number {
  for (let at = open + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === quote) return at;
  }
  return text.length;
}

const CEL_STRING = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/gs;

/** The strings that are written out in an expression, as they stand between their quotes. */
export function stringsOf(expression: string): string[] {
  if (!/["']/.test(expression)) return [];
  return [...expression.matchAll(CEL_STRING)].map(([, double, single]) => double ?? single ?? '');
}

/** An expression with its strings emptied, so that only names, numbers and operators are left. */
export function withoutStrings(expression: string): string {
  return expression.replace(CEL_STRING, '""');
}
