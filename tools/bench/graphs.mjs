/** The graphs that are measured; each has its twin in bound/workflows.mjs. */

const agent = (id, prompt, config = {}) => ({ id, type: 'agent', config: { prompt, ...config } });

const edge = (source, target) => ({ source, target });

/** Agents one after another, each reading the one before it. */
export function chain(length) {
  const ids = Array.from({ length }, (_, index) => `n${index}`);
  return {
    name: `chain of ${length}`,
    nodes: ids.map((id, index) =>
      agent(id, index === 0 ? 'Begin.' : `Go on. {{ nodes.${ids[index - 1]}.output.text }}`),
    ),
    edges: ids.slice(1).map((id, index) => edge(ids[index], id)),
    output: { text: `{{ nodes.${ids.at(-1)}.output.text }}` },
  };
}

/** One agent, some beside one another, and one that reads them; each call takes as many milliseconds. */
export function fan(width, latency) {
  const ids = Array.from({ length: width }, (_, index) => `b${index}`);
  const read = ids.map((id) => `{{ nodes.${id}.output.text }}`).join(' ');
  return {
    name: `fan of ${width}`,
    nodes: [
      agent('first', `Begin. latency=${latency}`),
      ...ids.map((id) => agent(id, `Part. latency=${latency} {{ nodes.first.output.text }}`)),
      agent('last', `Join. latency=${latency} ${read}`),
    ],
    edges: ids.flatMap((id) => [edge('first', id), edge(id, 'last')]),
  };
}

/** A crew whose tasks follow one another. */
export function crew(tasks) {
  return {
    name: `crew of ${tasks}`,
    nodes: [
      {
        id: 'crew',
        type: 'crew',
        config: {
          agents: [{ id: 'writer', role: 'Writer', goal: 'write' }],
          tasks: Array.from({ length: tasks }, (_, index) => ({
            id: `t${index}`,
            agent: 'writer',
            description: `Do part ${index}.`,
            expected_output: 'text',
          })),
        },
      },
    ],
  };
}

/** An agent that uses a tool in each of its first turns. */
export function agentWithTools(turns) {
  return {
    name: 'agent with tools',
    nodes: [agent('a', `Reckon. tools=${turns}`, { tools: ['calculator'], max_turns: turns + 1 })],
  };
}

/** One agent whose model takes as many milliseconds. */
export function slowAgent(latency) {
  return { name: 'slow agent', nodes: [agent('a', `Think. latency=${latency}`)] };
}

/** An agent for each of so many items, fifty at a time. */
export function mapOver(count) {
  return {
    name: `map over ${count}`,
    nodes: [
      {
        id: 'each',
        type: 'map',
        config: {
          items: 'inputs.list',
          body: { nodes: [agent('say', 'Item {{ item }}.')] },
          concurrency: 50,
        },
      },
    ],
    inputs: {
      type: 'object',
      properties: { list: { type: 'array', default: Array.from({ length: count }, (_, index) => index) } },
    },
  };
}

/** Downloads of so many bytes each, all of them the result. */
export function downloads(count, url) {
  const ids = Array.from({ length: count }, (_, index) => `d${index}`);
  return {
    name: `${count} downloads`,
    nodes: ids.map((id) => ({ id, type: 'http_request', config: { method: 'GET', url } })),
    output: { all: ids.map((id) => `{{ nodes.${id}.output.body }}`) },
  };
}

/** A run that waits for a person. */
export const APPROVAL = {
  name: 'approval',
  nodes: [{ id: 'ask', type: 'approval', config: { message: 'Go on?' } }],
};
