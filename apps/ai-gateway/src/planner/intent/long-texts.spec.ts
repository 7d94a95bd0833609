import type { WorkflowDefinition } from '@aiwf/definition';
import { agent, ask, flow, post } from './corpus/builders.fixture';
import { checkIntent, checkRefinement } from './index';

/** What a pattern without bounds would try again from each place on. */
const PIECES =
  'a|a |1|1,|1.|http://|https://a.b/|wait |after a |a@|a.|.com|-|if |for each |and |not |at least |$1 |hour and a half |one hundred |keep going |sk-1|A1b2|+1 |1-1 |ask me ask the manager |until it is |\n|é|中|😀'.split(
    '|',
  );

const graphOf = (text: string): WorkflowDefinition =>
  flow([agent('a', text), post('b', 'https://x.example.com/', text), ask('c', text)], 'a>b');

describe('texts of any length', () => {
  it.each(PIECES)('of %j take time in proportion to it', (piece) => {
    const prompt = piece.repeat(20_000 / piece.length);
    const text = piece.repeat(60_000 / piece.length);
    expect(checkIntent(prompt, graphOf('Say hello.')).length).toBeLessThanOrEqual(50);
    expect(checkIntent('Summarise the report', graphOf(text)).length).toBeLessThanOrEqual(50);
    expect(checkRefinement(prompt, graphOf('Hi.'), graphOf(text)).length).toBeLessThanOrEqual(50);
  });
});
