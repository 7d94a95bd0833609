import type { EnvironmentReader } from './environment.reader';
import { readJsonFile } from './json-file';

/** A secret that graphs may send without reading it. */
export interface SecretConfig {
  readonly value: string;
  /** Host names, or `host:port`, that it may be sent to. */
  readonly hosts: readonly string[];
}

/** The operator's secrets by their names. */
export type SecretsConfig = Readonly<Record<string, SecretConfig>>;

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

/** A shorter one would be found by chance in answers, where it is made unreadable. */
const MIN_LENGTH = 8;

/** Reads the file that `SECRETS_FILE` names; no variable, no secrets. */
export function readSecretsConfig(env: EnvironmentReader): SecretsConfig {
  const example = '{ "<name>": { "value": …, "hosts": ["api.example.com"] } }';
  const file = readJsonFile(env, 'SECRETS_FILE', example);
  const secrets = file?.members('an object of secrets by their names') ?? [];
  return Object.fromEntries(
    secrets.map(([name, secret]) => {
      if (!NAME.test(name)) secret.problem('must be named with letters, digits and _, 64 at most');
      secret.onlyKeys(['value', 'hosts']);
      const value = secret.member('value').text();
      if (value.length < MIN_LENGTH)
        secret.member('value').problem(`must have ${MIN_LENGTH} characters at least`);
      const hosts = secret.member('hosts').texts();
      if (hosts.length === 0) secret.member('hosts').problem('must name the hosts it may be sent to');
      return [name, { value, hosts: hosts.map((host) => host.toLowerCase()) }];
    }),
  );
}
