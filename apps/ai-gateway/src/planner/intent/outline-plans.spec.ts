import { planOutline } from '../outline';
import { GUIDE_PROMPTS, HOSTILE_PROMPTS, OTHER_PROMPTS } from '../outline/prompts.fixture';
import { checkIntent, unreadPrompt } from './index';

describe('plans that the outline planner makes', () => {
  const prompts = [...Object.values(GUIDE_PROMPTS).flat(), ...OTHER_PROMPTS, ...HOSTILE_PROMPTS];

  it.each(prompts)('do what is asked: %j', (prompt) => {
    expect(checkIntent(prompt, planOutline(prompt).definition)).toEqual([]);
  });

  it('says so of a prompt that it can not read', () => {
    expect(unreadPrompt('把这份报告总结成三句话')).toContain('not in English');
    expect(unreadPrompt('Summarise the report')).toBeUndefined();
  });
});
