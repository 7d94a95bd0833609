import { Inject, Injectable } from '@nestjs/common';
import { ApplicationFailure } from '@temporalio/common';
import type { Json, SecretReference } from '@aiwf/definition';
import type { EngineConfig } from '@aiwf/platform';
import { ENGINE_CONFIG } from '../engine-config';
import type { HttpRequestInput } from '../workflows';

const REDACTED = '[secret]';

/** An answer as its node gives it. */
export interface HttpAnswer {
  status: number;
  headers: { [name: string]: string };
  body: Json;
}

/** A request with the values of its secrets. */
export interface ResolvedRequest {
  headers: { [name: string]: string };
  query: { [name: string]: Json };
  /** The answer without the secrets' values, should the other side send them back. */
  redacted(answer: HttpAnswer): HttpAnswer;
}

/** The operator's secrets: resolved where a request is sent, for the hosts they are meant for, and nowhere else. */
@Injectable()
export class SecretsService {
  constructor(@Inject(ENGINE_CONFIG) private readonly config: EngineConfig) {}

  /**
   * Puts the secrets into a request.
   *
   * @throws ApplicationFailure `unknown_secret`, `secret_not_allowed`, never retried
   */
  resolve({ url, headers, query }: Pick<HttpRequestInput, 'url' | 'headers' | 'query'>): ResolvedRequest {
    const used: string[] = [];
    const resolved = <T>(value: T | SecretReference): T | string => {
      if (!isReference(value)) return value;
      const secret = this.valueOf(value.secret, url);
      used.push(secret);
      return `${value.prefix ?? ''}${secret}`;
    };
    return {
      headers: mapped(headers, resolved),
      query: mapped(query, resolved as (value: Json | SecretReference) => Json),
      redacted: (answer) =>
        used.length === 0 ? answer : (redact(answer as unknown as Json, used) as unknown as HttpAnswer),
    };
  }

  private valueOf(name: string, url: string): string {
    const secret = this.config.secrets[name];
    if (!secret) {
      throw refused('unknown_secret', `There is no secret "${name}"; the operator adds it to SECRETS_FILE`);
    }
    const { protocol, hostname, host } = new URL(url);
    if (!secret.hosts.includes(hostname) && !secret.hosts.includes(host)) {
      throw refused(
        'secret_not_allowed',
        `The secret "${name}" is not meant for ${host}: SECRETS_FILE names its hosts`,
      );
    }
    if (protocol !== 'https:' && !this.config.egressAllowedHosts.includes(host)) {
      throw refused(
        'secret_not_allowed',
        `The secret "${name}" goes over https: alone, not to ${protocol}//${host}`,
      );
    }
    return secret.value;
  }
}

function isReference(value: unknown): value is SecretReference {
  return typeof value === 'object' && value !== null && 'secret' in value;
}

function mapped<T, R>(fields: { [name: string]: T }, map: (value: T) => R): { [name: string]: R } {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, map(value)]));
}

function redact(value: Json, secrets: readonly string[]): Json {
  if (typeof value === 'string') {
    return secrets.flatMap(spellings).reduce((text, secret) => text.replaceAll(secret, REDACTED), value);
  }
  if (Array.isArray(value)) return value.map((item) => redact(item, secrets));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [redact(key, secrets) as string, redact(item, secrets)]),
  );
}

/** As other sides send a secret back: as it is, as a part of a URL, of a form, and of JSON that came as text. */
function spellings(secret: string): string[] {
  const inForm = new URLSearchParams({ '': secret }).toString().slice(1);
  return [secret, encodeURIComponent(secret), inForm, JSON.stringify(secret).slice(1, -1)];
}

function refused(type: string, message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, type);
}
