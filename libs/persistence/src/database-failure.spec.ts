import { HttpProblem } from '@aiwf/platform';
import { DrizzleQueryError } from 'drizzle-orm';
import { problemOfDatabase } from './database-failure';

const failed = (cause: Error) => new DrizzleQueryError('insert into notes values ($1)', ['private'], cause);

it('asks to be tried again while the server is away', () => {
  const away = failed(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
  expect(problemOfDatabase(away)).toMatchObject({
    code: 'service_unavailable',
    headers: { 'Retry-After': '1' },
  });
});

it('takes what was to be stored out of any other failure of a query', () => {
  const { message } = problemOfDatabase(failed(new Error('value too long'))) as Error;
  expect(message).toBe('A query failed: value too long');
});

it('leaves alone what is no failure of the database', () => {
  for (const error of [new HttpProblem('not_found'), new TypeError('a defect')])
    expect(problemOfDatabase(error)).toBe(error);
});
