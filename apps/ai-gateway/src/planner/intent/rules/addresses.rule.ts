import { literalsIn, type Literal, type PromptLiterals } from '../prompt/addresses';
import { graphSites, siteOf, sitesOf, type Site } from '../graph/sites';
import type { Scope } from '../graph/scopes';
import { stringsOf } from '../graph/template-parts';
import { problem, quoted, type IntentProblem } from '../intent.problem';
import type { Rule } from './rule';

const WHAT: Readonly<Record<Literal['kind'], string>> = {
  url: 'address',
  email: 'e-mail address',
  host: 'server',
  key: 'key',
  phone: 'phone number',
};

/** Addresses, keys and names of people and models are the prompt's own; whatever it leaves open is an input. */
export const literalsAreGiven: Rule = ({ request, scopes }) => {
  const given = request.literals;
  return scopes.flatMap((scope) => [
    ...[...scope.nodes.flatMap(sitesOf), ...graphSites(scope)].flatMap((site) => checkSite(site, given)),
    ...defaultSites(scope).flatMap((site) => checkSite(site, given)),
  ]);
};

/** What an input holds when nobody gives it acts like any other text; a sample says that it is one. */
function defaultSites({ definition, path }: Scope): Site[] {
  const properties = (definition.inputs?.properties ?? {}) as Readonly<Record<string, { default?: unknown }>>;
  return Object.entries(properties).flatMap(([name, schema]): Site[] => {
    const value = schema?.default;
    if (value === undefined || value === null || /^"?(?:sample|example)\b/i.test(JSON.stringify(value)))
      return [];
    const at = `${path}/inputs/properties/${name}/default`;
    return [siteOf('value', typeof value === 'string' ? value : JSON.stringify(value), at)];
  });
}

function checkSite(site: Site, given: PromptLiterals): IntentProblem[] {
  const { value, path, field, texts, expressions } = site;
  if (typeof value === 'number' || path.endsWith('/secret')) return [];
  if (PROPER_NAMES.has(field) || /\/approvers\/\d+$/.test(path)) return checkName(value, site, given);
  const pieces = [
    ...texts.map((text, at) => ({ text, goesOn: at < texts.length - 1 })),
    ...expressions.flatMap(stringsOf).map((text) => ({ text, goesOn: true })),
  ];
  return pieces.flatMap(({ text, goesOn }) =>
    literalsIn(text)
      .filter((literal) => !given.has(literal, goesOn && text.endsWith(literal.text)) && !isWords(literal))
      .map((literal) => notGiven(literal, path)),
  );
}

/** Fields that name somebody or something that exists elsewhere. */
const PROPER_NAMES: ReadonlySet<string> = new Set(['workflow_id', 'model', 'fallback_model']);

function checkName(name: string, { path, field }: Site, given: PromptLiterals): IntentProblem[] {
  const known = name.split(':').at(-1) ?? name;
  if (given.has({ kind: 'key', text: known })) return [];
  const message = `${quoted(name)} is not named in the request.`;
  const hint = PROPER_NAMES.has(field)
    ? `Leave "${field}" out.`
    : 'Leave "approvers" out, so that the owner of the run decides.';
  return [problem('literal_not_in_prompt', path, message, hint)];
}

/** Long words joined by hyphens or underscores are no keys. */
function isWords({ kind, text }: Literal): boolean {
  return kind === 'key' && /^[a-z]+(?:[-_][a-z]+|[-_]\d{1,4})+$/i.test(text);
}

function notGiven({ kind, text }: Literal, path: string): IntentProblem {
  const message = `The ${WHAT[kind]} ${quoted(text)} is not in the request.`;
  const hint =
    'Declare an input for it without a default (or with the default ""), and read {{ inputs.<name> }} here.';
  return problem('literal_not_in_prompt', path, message, hint);
}
