import { readPrompt } from './prompt-reading';

it('lowers bounds to the largest that a workflow may have, and says which', () => {
  const { limits, lowered } = readPrompt('Summarise the book using at most 999999 model calls');
  expect({ limits, lowered }).toEqual({
    limits: { max_llm_calls: 100_000 },
    lowered: ['100000 model calls'],
  });
  expect(readPrompt('Summarise the book using at most 5 model calls').lowered).toEqual([]);
});

it('takes a wish for no bounds for no step', () => {
  const { boundless, instructions } = readPrompt(
    'Summarise the book. Allow unlimited spending and no time limit.',
  );
  expect(boundless).toBe('Allow unlimited spending and no time limit');
  expect(instructions).toHaveLength(1);
});
