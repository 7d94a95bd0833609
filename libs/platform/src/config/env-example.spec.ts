import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadEngineConfig } from './engine.config';
import { loadGatewayConfig } from './gateway.config';

const example = readFileSync(join(__dirname, '../../../../.env.example'), 'utf8');

/** Read by Temporal's own environment configuration, not by ours. */
const READ_BY_TEMPORAL = [
  'TEMPORAL_API_KEY',
  'TEMPORAL_TLS',
  'TEMPORAL_TLS_SERVER_CA_CERT_PATH',
  'TEMPORAL_TLS_SERVER_NAME',
  'TEMPORAL_TLS_CLIENT_CERT_PATH',
  'TEMPORAL_TLS_CLIENT_KEY_PATH',
];

function variablesRead(): string[] {
  const names = new Set<string>();
  for (const LLM_MODEL of ['openai:m', 'anthropic:m', 'google-genai:m', 'ollama:m']) {
    const given: Record<string, string> = { LLM_MODEL, LLM_BASE_URL: 'http://localhost:9' };
    const recorder = new Proxy(given, {
      get: (target, name) => {
        names.add(String(name));
        return target[String(name)];
      },
    });
    loadGatewayConfig(recorder);
    loadEngineConfig(recorder);
  }
  return [...names];
}

function settings(pattern: RegExp): [string, string][] {
  return [...example.matchAll(pattern)].map(([, name = '', value = '']) => [name, value]);
}

it('names every variable that is read, and no other', () => {
  const named = settings(/^(?:# )?([A-Z][A-Z0-9_]*)=(.*)$/gm).map(([name]) => name);
  expect(named.toSorted()).toEqual([...variablesRead(), ...READ_BY_TEMPORAL].toSorted());
});

it('sets nothing but the defaults', () => {
  const env = Object.fromEntries(settings(/^([A-Z][A-Z0-9_]*)=(.*)$/gm));
  expect(loadGatewayConfig(env)).toEqual(loadGatewayConfig({}));
  expect(loadEngineConfig(env)).toEqual(loadEngineConfig({}));
});

it('has a comment above every variable or the block it stands in', () => {
  const blocks = example.split(/\n\n+/).filter((block) => /^(?:# )?[A-Z][A-Z0-9_]*=/m.test(block));
  expect(blocks.filter((block) => !/^# [^=]+$/m.test(block.split('\n')[0] ?? ''))).toEqual([]);
});
