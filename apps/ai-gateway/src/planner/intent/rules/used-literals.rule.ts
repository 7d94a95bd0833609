import { literalsIn } from '../prompt/addresses';
import { problem, quoted } from '../intent.problem';
import type { Rule } from './rule';

/** An address that the prompt gives is used as it stands, not asked for again or left out. */
export const literalsAreUsed: Rule = ({ request, scopes }) => {
  const [scope] = scopes;
  if (scope === undefined) return [];
  const { description: _, ...definition } = scope.definition;
  // What is not to be sent needs no address.
  if (
    request.unwanted.some(({ kind, object }) => kind === 'deliver' && /^(?:anything|nothing)\b/i.test(object))
  )
    return [];
  const graph = plain(JSON.stringify(definition));
  return literalsIn(request.text)
    .filter(({ kind, text }) => (kind === 'url' || kind === 'email') && !isRefused(request.text, text))
    .filter(({ text }) => !isWithin(graph, text))
    .map(({ text }) =>
      problem(
        'literal_not_used',
        '/nodes',
        `The request gives ${quoted(text)}, but the graph does not use it.`,
        `Write ${quoted(text)} where the graph reads or sends.`,
      ),
    );
};

/** "Not to a@example.com", "instead of https://…": named so that it is left out. */
function isRefused(prompt: string, literal: string): boolean {
  const before = prompt.slice(Math.max(0, prompt.indexOf(literal) - 60), prompt.indexOf(literal));
  return /\b(?:not|never|don't|except|instead of|rather than|without|unlike|like|e\.g\.|for example|such as)\b[^.;]*$/i.test(
    before,
  );
}

function isWithin(graph: string, literal: string): boolean {
  const [address = '', query] = plain(literal).split('?');
  return (
    graph.includes(address.replace(/\/+$/, '').replace(/[{:].*$/, '')) &&
    (query === undefined || graph.includes(query.split(/[=&{]/)[0] ?? ''))
  );
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/https?:\/\/(?:www\.)?/g, '');
}
