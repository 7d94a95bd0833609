import { markerOf, receiptOf } from '../world/marker';
import { saidIn, task } from '../world/mind';
import type { Block, Site } from './block';
import { post } from './calls';

const retry = { max_attempts: 10, initial_interval_seconds: 0.2 };

const sayer = ({ executionId }: Site, id: string, path: string) => ({
  id,
  type: 'agent',
  config: { prompt: task(executionId, path, 'say') },
  retry,
});

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Each item asks the model, then posts under a key. */
export function mapOver(site: Site): Block {
  const { executionId, id, random } = site;
  const items = range(random.int(2, 4)).map((index) => `${id}/items/${index}`);
  const [ask, send] = [`${id}_ask`, `${id}_send`];
  const place = `nodes/${id}/items/{{ index }}`;
  const paths = items.map((item) => `nodes/${item}`);
  return {
    node: {
      id,
      type: 'map',
      config: {
        items: JSON.stringify(items),
        concurrency: random.int(1, 3),
        body: {
          nodes: [
            sayer(site, ask, `${place}/nodes/${ask}`),
            post(site, send, 'keyed', `${place}/nodes/${send}`),
          ],
          edges: [{ source: ask, target: send }],
          output: `{{ nodes.${send}.output.body.receipt }}`,
        },
      },
    },
    gives: {
      template: `{{ nodes.${id}.output.items }}`,
      value: paths.map((path) => receiptOf(markerOf(executionId, `${path}/nodes/${send}`))),
    },
    turns: Object.fromEntries(items.map((_, index) => [`/items/${index}/nodes/${ask}`, 1])),
    keyed: paths.map((path) => `${path}/nodes/${send}`),
    inner: paths.flatMap((path) => [`${path}/nodes/${ask}`, `${path}/nodes/${send}`]),
  };
}

/** Each round asks the model. */
export function loopRounds(site: Site): Block {
  const { executionId, id, random } = site;
  const rounds = random.int(2, 3);
  const ask = `${id}_ask`;
  const path = (round: number | string) => `nodes/${id}/rounds/${round}/nodes/${ask}`;
  return {
    node: {
      id,
      type: 'loop',
      config: {
        until: `index >= ${rounds - 1}`,
        body: {
          nodes: [sayer(site, ask, path('{{ index }}'))],
          output: `{{ nodes.${ask}.output.text }}`,
        },
      },
    },
    gives: { template: `{{ nodes.${id}.output.output }}`, value: saidIn(executionId, path(rounds - 1)) },
    turns: Object.fromEntries(range(rounds).map((round) => [`/rounds/${round}/nodes/${ask}`, 1])),
    inner: range(rounds).map(path),
  };
}

/** Another workflow, which asks the model and posts what can't be undone. */
export function subWorkflow(site: Site): Block {
  const { executionId, id } = site;
  const [ask, send] = [`${id}_ask`, `${id}_send`];
  const path = (node: string) => `nodes/${id}/workflow/nodes/${node}`;
  return {
    node: {
      id,
      type: 'workflow',
      config: {
        definition: {
          name: 'inner',
          nodes: [sayer(site, ask, path(ask)), post(site, send, 'irreversible', path(send))],
          edges: [{ source: ask, target: send }],
          output: { receipt: `{{ nodes.${send}.output.body.receipt }}` },
        },
      },
    },
    gives: {
      template: `{{ nodes.${id}.output.receipt }}`,
      value: receiptOf(markerOf(executionId, path(send))),
    },
    turns: { [`/workflow/nodes/${ask}`]: 1 },
    irreversible: [path(send)],
    inner: [path(ask), path(send)],
  };
}
