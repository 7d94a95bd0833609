import { ExpressionError } from '../expressions/expression.error';

/** A part of a template: text as it stands, or the source of an expression. */
export type TemplatePart = { text: string } | { expression: string; position: number };

const BACKSLASH = '\\';

/**
 * Cuts a template at its `{{ CEL }}` substitutions, in one pass. A substitution ends at the first `}}` outside the
 * expression's strings and braces, so `{{ '}}' }}` and `{{ {"a": {"b": 1}} }}` are read as meant. Literal braces are
 * written as an expression: `{{ "{{" }}`.
 *
 * @throws ExpressionError `syntax`, for a `{{` that is never closed.
 */
export function parseTemplate(template: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let at = 0;
  for (let open = template.indexOf('{{'); open !== -1; open = template.indexOf('{{', at)) {
    const close = findClose(template, open + 2);
    if (close === undefined) {
      throw new ExpressionError(
        'syntax',
        'A "{{" is never closed by "}}"; write literal braces as {{ "{{" }}.',
        open,
      );
    }
    if (open > at) parts.push({ text: template.slice(at, open) });
    parts.push({ expression: template.slice(open + 2, close), position: open + 2 });
    at = close + 2;
  }
  if (at < template.length) parts.push({ text: template.slice(at) });
  return parts;
}

/** Offset of the `}}` that ends the substitution begun before `from`. */
function findClose(template: string, from: number): number | undefined {
  let depth = 0;
  let i = from;
  while (i < template.length) {
    const char = template[i];
    if (char === '"' || char === "'") {
      const end = skipString(template, i, char);
      if (end === undefined) return undefined;
      i = end;
      continue;
    }
    if (char === '{') depth += 1;
    if (char === '}') {
      if (depth === 0) return template[i + 1] === '}' ? i : undefined;
      depth -= 1;
    }
    i += 1;
  }
  return undefined;
}

/** Offset after the CEL string that starts at `start`, as the lexer reads it: a backslash takes the next character. */
function skipString(template: string, start: number, quote: string): number | undefined {
  const triple = template.startsWith(quote.repeat(3), start);
  const end = triple ? quote.repeat(3) : quote;
  let i = start + end.length;
  while (i < template.length) {
    if (template.startsWith(end, i)) return i + end.length;
    i += template[i] === BACKSLASH ? 2 : 1;
  }
  return undefined;
}
