import type { NodeDefinition } from '@aiwf/definition';
import { paced, reply, type ScriptedReply, structured } from '@aiwf/testing';
import { Logger } from '@nestjs/common';
import type { Repair } from '../plan';
import { type PlannerUnderTest, SOUND, startPlanner, UNSOUND } from '../planner.fixture';

let under: PlannerUnderTest;

beforeAll(() => Logger.overrideLogger(false));

afterEach(() => under.server.close());

/** Writes down what it is told. */
class Observer {
  readonly told: (string | Repair)[] = [];
  private waiting: { id: string; go: () => void }[] = [];

  node({ id }: NodeDefinition): void {
    this.told.push(id);
    this.waiting.filter((one) => one.id === id).forEach(({ go }) => go());
  }

  repair(repair: Repair): void {
    this.told.push(repair);
  }

  heard(id: string): Promise<void> {
    return new Promise((go) => this.waiting.push({ id, go }));
  }
}

async function plan(replies: ScriptedReply[], prompt: string, observer: Observer) {
  under = await startPlanner(replies);
  return under.plan(prompt, observer);
}

describe('whoever looks on', () => {
  const second = {
    name: 'Into one language after another, and then back again',
    id: 'translate',
    type: 'agent',
    config: { prompt: 'Translate {{ nodes.summarize.output.text }}' },
  };
  const two = {
    ...SOUND,
    nodes: [...SOUND.nodes, second],
    edges: [{ source: 'summarize', target: 'translate' }],
  };

  it.each<[string, (answer: object) => ScriptedReply]>([
    ['as an answer in a form', structured],
    ['in prose', (answer) => reply(`Here you are {as asked}: ${JSON.stringify(answer)}`)],
    ['wrapped', (answer) => structured({ workflow: answer })],
  ])('is told of each node the moment it is whole: %s', async (_how, answer) => {
    const observer = new Observer();
    const first = observer.heard('summarize');
    const held = paced(answer(two), (said) => (said.includes('"translate"') ? first : undefined));
    await plan([held], 'Summarize and translate', observer);
    expect(observer.told).toEqual(['summarize', 'translate']);
  });

  it('is told of repairs, and of the nodes of each answer', async () => {
    const observer = new Observer();
    const { repairs } = await plan([structured(UNSOUND), structured(SOUND)], 'Summarize', observer);
    expect(observer.told).toEqual(['summarize', ...repairs, 'summarize']);
  });

  it('is not told of what is no node', async () => {
    const observer = new Observer();
    const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
    const text = JSON.stringify({
      ...SOUND,
      nodes: [7, { id: 'x' }, { id: 'm', type: 'shell', config: {} }, 'DEEP'],
    });
    const answer = reply(text.replace('"DEEP"', `{"id":"d","type":"wait","config":{"seconds":${deep}}}`));
    await plan([answer, structured(SOUND)], 'Summarize', observer);
    expect(observer.told.filter((told) => typeof told === 'string')).toEqual(['summarize']);
  });
});
