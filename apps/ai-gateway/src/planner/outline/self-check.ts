import type { PlanItem } from './plan/plan-items';

const EMPTY_WORDS = new Set(
  'test testing tests tested workflow workflows hello world hi hey demo example sample try trial check dummy smoke quick simple basic trivial small first my a an the this is just run create make build generate please one two it me some new out with for to of any thing something purpose purposes engine system flow pipeline automation'.split(
    ' ',
  ),
);

/** Whether the prompt asks for nothing but some workflow: "Test workflow", "a simple demo". */
export function asksForAnything(text: string): boolean {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return (
    words.length > 0 &&
    words.length <= 12 &&
    words.every((word) => EMPTY_WORDS.has(word) || /^\d{1,4}$/.test(word))
  );
}

/** A small workflow that shows that every part works: write, look at it from two sides, report. */
export function selfCheck(): PlanItem[] {
  const task = { type: 'task', sources: [], beside: false } as const;
  return [
    {
      ...task,
      kind: 'draft',
      product: 'text',
      instruction: 'Write two sentences on what an automated workflow is good for.',
    },
    {
      ...task,
      kind: 'review',
      product: 'review',
      instruction: 'Say in one sentence whether the text above is clear.',
    },
    {
      ...task,
      kind: 'list',
      product: 'key words',
      beside: true,
      instruction: 'List three key words of the text above.',
    },
    {
      ...task,
      kind: 'report',
      product: 'report',
      instruction:
        'Write one sentence that reports that the test ran, with the review and the key words above.',
    },
  ];
}
