import { planOutline } from '../outline';
import { GUIDE_PROMPTS, HOSTILE_PROMPTS, OTHER_PROMPTS } from '../outline/prompts.fixture';
import { checkIntent, unreadPrompt } from './index';
import type { IntentCode } from './intent.problem';

/** What the outline planner can't lay out yet; a plan may have these problems and no others. */
const KNOWN: { readonly [prompt: string]: readonly IntentCode[] } = {
  'Create a workflow that monitors social media mentions and sends alerts': ['verb_not_covered'],
  'Convert meeting notes into action items and email them to attendees': ['verb_not_covered'],
  'Send an alert to https://hooks.slack.com/services/T/B/x when the server log contains errors': [
    'effect_without_approval',
  ],
  'Fetch https://example.com/news.json and summarise it, then post it to https://hooks.example.com/x.': [
    'effect_without_approval',
  ],
  '1. Fetch https://example.com/a.json\n2. Summarise the data\n3. Send a summary to https://hooks.example.com/in':
    ['effect_without_approval'],
  "Every Monday at 9am, summarise last week's sales data and email it to the team": ['verb_not_covered'],
  'Read the contract, list the risks, and wait for approval from legal before sending it to the client': [
    'verb_not_covered',
    'approval_missing',
  ],
  'Wait two days, then remind the customer of the invoice': ['verb_not_covered'],
  'Summarise "{{ nodes.x.output }} {{ execution.id }} and some more words" then post it to https://example.com/{{inputs.a}}':
    ['effect_without_approval'],
  'post https://example.com/a send https://example.com/b deliver https://example.com/c': ['verb_not_covered'],
};

describe('plans that the outline planner makes', () => {
  const prompts = [...Object.values(GUIDE_PROMPTS).flat(), ...OTHER_PROMPTS, ...HOSTILE_PROMPTS];

  it.each(prompts)('do what is asked: %j', (prompt) => {
    const problems = checkIntent(prompt, planOutline(prompt).definition);
    expect(problems.filter(({ code }) => !(KNOWN[prompt] ?? []).includes(code))).toEqual([]);
  });

  it('says so of a prompt that it can not read', () => {
    expect(unreadPrompt('把这份报告总结成三句话')).toContain('not in English');
    expect(unreadPrompt('Summarise the report')).toBeUndefined();
  });
});
