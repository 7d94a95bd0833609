import { DrizzleQueryError } from 'drizzle-orm';
import { patiently } from './patiently';
import { withoutParameters } from './query-failure';

const never = new AbortController().signal;

const failure = (message: string, code?: string) =>
  Object.assign(new Error(message), code === undefined ? {} : { code });

/** Work that fails so often, and then succeeds. */
const failing = (error: unknown, times: number) => {
  let made = 0;
  const work = async () => {
    made += 1;
    if (made <= times) throw error;
    return 'done';
  };
  return { work, made: () => made };
};

it.each([
  ['refuses connections', failure('connect ECONNREFUSED 127.0.0.1:5432', 'ECONNREFUSED')],
  ['has broken the connection off', failure('Connection terminated unexpectedly')],
  ['shuts down', failure('terminating connection due to administrator command', '57P01')],
  ['starts up', failure('the database system is starting up', '57P03')],
  ['wants the transaction again', failure('deadlock detected', '40P01')],
  [
    'is said to be away by a failed query',
    new DrizzleQueryError('select 1', [], failure('gone', 'ECONNRESET')),
  ],
  [
    'is said to be away by what is left of one',
    withoutParameters(
      new DrizzleQueryError('select $1', ['x'], failure('Connection terminated unexpectedly')),
    ),
  ],
  [
    'is said to shut down by what is left of one',
    withoutParameters(new DrizzleQueryError('select $1', ['x'], failure('terminating', '57P01'))),
  ],
])('does work again while the server %s', async (_what, error) => {
  const { work, made } = failing(error, 2);
  expect(await patiently(work, never)).toBe('done');
  expect(made()).toBe(3);
});

it.each([
  ['a mistake in the query', new DrizzleQueryError('selekt 1', [], failure('syntax error', '42601'))],
  ['a duplicate', failure('duplicate key value', '23505')],
  ['anything else', new Error('no database at all')],
])('does not do work again that failed for %s', async (_what, error) => {
  const { work, made } = failing(error, 1);
  await expect(patiently(work, never)).rejects.toBe(error);
  expect(made()).toBe(1);
});

it('gives up when it is told to, with what the work failed of', async () => {
  const given = new AbortController();
  const error = failure('connect ECONNREFUSED 127.0.0.1:5432', 'ECONNREFUSED');
  const work = async () => {
    given.abort();
    throw error;
  };
  await expect(patiently(work, given.signal)).rejects.toBe(error);
});

it('gives up while it waits, too', async () => {
  const given = new AbortController();
  const error = failure('the database system is shutting down', '57P03');
  const { work, made } = failing(error, 1);
  const waiting = patiently(work, given.signal);
  setImmediate(() => given.abort());
  await expect(waiting).rejects.toBe(error);
  expect(made()).toBe(1);
});
