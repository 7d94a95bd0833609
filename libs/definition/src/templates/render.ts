import { DEFINITION_CAPS } from '../caps';
import { Budget } from '../expressions/budget';
import { evaluateExpression, type Scope } from '../expressions/evaluate';
import { ExpressionError } from '../expressions/expression.error';
import { jsonDepth } from '../json/depth';
import type { Json, Template } from '../types';
import { parseTemplate, type TemplatePart } from './parse';

/**
 * Renders every string of a template; keys stay as they are. A string that is exactly one `{{ CEL }}` becomes the
 * expression's value with its type, any other becomes text as by {@link renderText}. What a substitution yields is
 * data: it is not rendered again.
 *
 * @param whole - A smaller budget than a template may have.
 * @throws ExpressionError for an expression that fails, and when the whole is too deep or larger than
 * `DEFINITION_CAPS.maxResultSize`.
 */
export function renderTemplate(template: Template, scope: Scope, whole?: Budget): Json {
  if (jsonDepth(template, DEFINITION_CAPS.maxJsonDepth) > DEFINITION_CAPS.maxJsonDepth) {
    throw new ExpressionError(
      'too_deep',
      `The template nests deeper than ${DEFINITION_CAPS.maxJsonDepth} levels.`,
    );
  }
  const budget = new Budget(DEFINITION_CAPS.maxTemplateVisits, whole);
  let size = 0;
  const render = (value: Template): Json => {
    if (typeof value === 'string') {
      const rendered = renderString(value, scope, budget);
      size += budget.checkResult(rendered);
      budget.checkText(size);
      return rendered;
    }
    if (Array.isArray(value)) return value.map(render);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, render(item)]));
  };
  return render(template);
}

/**
 * Renders a template to text: text as it is, numbers and bools as JSON writes them, null as nothing, lists and maps as
 * compact JSON.
 *
 * @throws ExpressionError as {@link renderTemplate}.
 */
export function renderText(template: string, scope: Scope, whole?: Budget): string {
  return join(parseTemplate(template), scope, new Budget(DEFINITION_CAPS.maxTemplateVisits, whole));
}

function join(template: readonly TemplatePart[], scope: Scope, budget: Budget): string {
  const parts: string[] = [];
  let length = 0;
  for (const part of template) {
    const text = 'text' in part ? part.text : asText(evaluateExpression(part.expression, scope, budget));
    length += text.length;
    budget.checkText(length);
    parts.push(text);
  }
  return parts.join('');
}

function renderString(template: string, scope: Scope, budget: Budget): Json {
  const parts = parseTemplate(template);
  const [first] = parts;
  if (first !== undefined && parts.length === 1 && 'expression' in first) {
    return evaluateExpression(first.expression, scope, budget);
  }
  return join(parts, scope, budget);
}

function asText(value: Json): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
