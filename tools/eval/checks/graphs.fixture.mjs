/** Small graphs to check, in few words. */

export const agent = (id, prompt = id, config = {}) => ({
  id,
  type: 'agent',
  config: { role: 'R', prompt, ...config },
});
export const get = (id, url) => ({ id, type: 'http_request', config: { url } });
export const post = (id, url, config = {}) => ({
  id,
  type: 'http_request',
  config: { method: 'POST', url, ...config },
});
export const ask = (id, config = {}) => ({ id, type: 'approval', config: { message: 'Go on?', ...config } });
export const pause = (id, config) => ({ id, type: 'wait', config });
export const decide = (id, names, otherwise) => ({
  id,
  type: 'condition',
  config: { branches: names.map((name) => ({ name, when: `inputs.kind == "${name}"` })), default: otherwise },
});
export const each = (id, body) => ({ id, type: 'map', config: { items: 'inputs.list', body } });
export const repeat = (id, body, config = {}) => ({
  id,
  type: 'loop',
  config: { until: 'output.done', body, ...config },
});

/** Edges from `a>b`, `a>b:branch` and `a>b!` (on failure). */
export function graph(nodes, edges = '', rest = {}) {
  const read = (text) => {
    const [, source, target, failing, branch] = /^(\w+)>(\w+)(!?)(?::(.+))?$/.exec(text);
    return { source, target, ...(branch && { branch }), ...(failing && { kind: 'error' }) };
  };
  return { name: 'Test', nodes, edges: edges.split(' ').filter(Boolean).map(read), ...rest };
}

const reads = (id) => `{{ nodes.${id}.output.text }}`;
export const chain = graph([agent('draft'), agent('check', `Check ${reads('draft')}`)], 'draft>check');
export const reading = (id, source) => agent(id, `${id} ${reads(source)}`);
