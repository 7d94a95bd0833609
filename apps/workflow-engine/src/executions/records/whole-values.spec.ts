import type { Json } from '@aiwf/definition';
import { withReferences, withWholeValues } from './whole-values';

const store = new Map<string, Json>();
const put = async (value: Json) => {
  const blob = String(store.size).padStart(64, '0');
  store.set(blob, value);
  return { blob, size: JSON.stringify(value).length };
};
const load = async ({ blob }: { blob: string }) => store.get(blob) ?? null;

it('puts large values into the store and back, at any depth', async () => {
  const large = 'x'.repeat(40_000);
  const record = { system: { json: 'short' }, parts: [{ json: { large } }, 1, null] };
  const stored = await withReferences(record, put);
  expect(stored).toEqual({
    system: { json: 'short' },
    parts: [{ blob: expect.stringMatching(/^0+$/), size: 40_012 }, 1, null],
  });
  expect(await withWholeValues(stored, load)).toEqual(record);
});

it('leaves data that only looks alike', async () => {
  const alike = { blob: 'not an id', size: 3, more: [{ blob: '0'.repeat(64) }] };
  expect(await withWholeValues(alike, load)).toEqual(alike);
});
