import type { Block, Site } from './block';

const waits = (id: string, type: string, config: object, branch: string): Block => ({
  node: { id, type, config: { ...config } },
  gives: { template: `{{ nodes.${id}.output.branch }}`, value: branch },
});

export const approval = ({ id }: Site): Block =>
  waits(id, 'approval', { message: 'May it go on?' }, 'approved');

export const timer = ({ id, random }: Site): Block =>
  waits(id, 'wait', { seconds: random.int(1, 2) }, 'elapsed');

export const event = ({ id }: Site): Block => waits(id, 'wait', { event: `event-${id}` }, 'received');
