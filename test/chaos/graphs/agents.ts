import { saidIn, task } from '../world/mind';
import type { Block, Site } from './block';

const agent = ({ executionId, id }: Site, what: string, config: object = {}, fields: object = {}) => {
  const path = `nodes/${id}`;
  return {
    node: {
      id,
      type: 'agent',
      config: { prompt: task(executionId, path, what), max_turns: 12, ...config },
      retry: { max_attempts: 10, initial_interval_seconds: 0.2 },
      ...fields,
    },
    gives: { template: `{{ nodes.${id}.output.text }}`, value: saidIn(executionId, path) },
  };
};

/** Calls tools, one or two in a turn. */
export function toolAgent(site: Site): Block {
  const turns = site.random.int(1, 3);
  const made = agent(site, `tools=${turns}`, { tools: ['calculator', 'fetch_url'] });
  return { ...made, turns: { '': turns + 1 } };
}

/** Calls a tool with an irreversible effect, then one that takes an idempotency key. */
export function payingAgent(site: Site): Block {
  const path = `nodes/${site.id}`;
  return {
    ...agent(site, 'pay', { tools: ['mcp:till/charge', 'mcp:till/charge_once'] }),
    turns: { '': 3 },
    irreversible: [`${path}/calls/0.0`],
    keyed: [`${path}/calls/1.0`],
  };
}

export function askingAgent(site: Site): Block {
  return { ...agent(site, 'question', { tools: ['ask_human'] }), turns: { '': 2 } };
}

/** Is asked again until its answer fits its schema. */
export function schemaAgent(site: Site): Block {
  const wrong = site.random.int(1, 2);
  const made = agent(
    site,
    `json=${wrong}`,
    {},
    { output_schema: { type: 'object', required: ['said'], properties: { said: { type: 'string' } } } },
  );
  const gives = { ...made.gives, template: `{{ nodes.${site.id}.output.said }}` };
  return { ...made, gives, turns: { '': wrong + 1 } };
}

/** Is asked again until its answer passes an expression. */
export function guardedAgent(site: Site): Block {
  const drafts = site.random.int(1, 2);
  const guardrail = { expression: '!output.text.startsWith("draft")', message: 'no drafts' };
  return { ...agent(site, `draft=${drafts}`, { guardrail }), turns: { '': drafts + 1 } };
}

/** Is asked again until its answer passes a judge, whose conversations are its own. */
export function judgedAgent(site: Site): Block {
  const { executionId, id } = site;
  const instruction = task(executionId, `nodes/${id}/judge`, 'judge');
  return {
    ...agent(site, 'draft=1', { guardrail: { instruction } }),
    turns: { '': 2, '/judge/0': 1, '/judge/1': 1 },
  };
}
