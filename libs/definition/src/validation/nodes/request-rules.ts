import { isJsonObject } from '../../json/guards';
import { pointerTo } from '../../json/pointer';
import { isSecretReference } from '../../schema/secret';
import type { HttpRequestConfig } from '../../types';
import type { ProblemList } from '../problem';
import { checkUrl } from '../url-rules';

/** The URL of a request, and the secrets among its parameters; those in headers are a matter of form. */
export function checkRequest(config: HttpRequestConfig, path: string, problems: ProblemList): void {
  checkUrl(config.url, pointerTo(path, 'url'), problems);
  for (const [name, value] of Object.entries(config.query ?? {})) {
    if (!isJsonObject(value) || !Object.hasOwn(value, 'secret')) continue;
    if (isSecretReference(value) && /^[A-Za-z_][A-Za-z0-9_.-]{0,127}$/.test(value.secret)) continue;
    const at = pointerTo(pointerTo(path, 'query'), name);
    const hint = 'Write {"secret": name}, with a "prefix" if there is one and nothing else.';
    problems.add('bad_secret', at, 'This does not name a secret.', hint);
  }
}
