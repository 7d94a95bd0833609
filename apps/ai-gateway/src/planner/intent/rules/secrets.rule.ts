import { graphSites, sitesOf, type Site } from '../graph/sites';
import { problem } from '../intent.problem';
import { SECRET_KEY } from '../prompt/addresses';
import type { Rule } from './rule';

const CREDENTIAL =
  /^(?:authorization|proxy-authorization|cookie|(?:x-)?(?:api|access|auth|secret)[-_]?(?:key|token|secret)?|token|key|password|passwd|secret|apikey|access_token|client_secret|signature)$/i;
/** What stands before a credential. */
const SCHEME = /\b(?:bearer|basic|token|apikey|key)\b/gi;

/** Secrets are named, never written: the name is resolved where the request is sent. */
export const secretsAreNamed: Rule = ({ scopes }) =>
  scopes.flatMap((scope) =>
    [...scope.nodes.flatMap(sitesOf), ...graphSites(scope)]
      .filter(holdsSecret)
      .map(({ path }) =>
        problem(
          'secret_in_text',
          path,
          'A key or a password is written out here, where everybody who reads the workflow can see it.',
          'Put {"secret": "NAME"} here instead (with "prefix": "Bearer " where needed), and keep the value in the engine’s secrets.',
        ),
      ),
  );

function holdsSecret({ value, path, field, texts }: Site): boolean {
  if (typeof value === 'number' || /\/secret$|\/prefix$/.test(path)) return false;
  const text = texts.join(' ');
  if (SECRET_KEY.test(text)) return true;
  const isCredential = /\/config\/(?:headers|query)\//.test(path) && CREDENTIAL.test(field);
  return isCredential && text.replace(SCHEME, '').trim().length > 3;
}
