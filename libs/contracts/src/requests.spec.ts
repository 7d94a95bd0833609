import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import {
  EngineExecuteRequest,
  ExecuteWorkflowRequest,
  GenerateAndExecuteRequest,
  GenerateRequest,
  isUserId,
  ListQuery,
} from './index';

function refusedFields(type: new () => object, body: object): string[] {
  const errors = validateSync(plainToInstance(type, body), { whitelist: true, forbidNonWhitelisted: true });
  return errors.map((error) => error.property);
}

describe("the guide's bodies", () => {
  it.each<[string, new () => object, object]>([
    ['generate', GenerateRequest, { prompt: 'Test workflow', user_id: 'test' }],
    ['generate-and-execute', GenerateAndExecuteRequest, { prompt: 'Test workflow', user_id: 'test' }],
    ['execute', ExecuteWorkflowRequest, { user_id: 'user123' }],
    ['the engine', EngineExecuteRequest, { workflow_data: { name: 'Test', nodes: [] }, user_id: 'test' }],
  ])('are taken by %s, with inputs too where it executes', (name, type, body) => {
    expect(refusedFields(type, body)).toEqual([]);
    expect(refusedFields(type, { ...body, inputs: { a: 1 } })).toEqual(name === 'generate' ? ['inputs'] : []);
  });
});

describe('user_id', () => {
  it.each(['u', 'x'.repeat(128), '😀'.repeat(128), 'ünïcode', 'a b', 'a@b.c'])('may be %s', (user_id) => {
    expect(refusedFields(ExecuteWorkflowRequest, { user_id })).toEqual([]);
    expect(isUserId(user_id)).toBe(true);
  });

  it.each([
    undefined,
    null,
    '',
    '  ',
    '\u00a0',
    'x'.repeat(129),
    '😀'.repeat(129),
    'a\nb',
    'a\0',
    '\ud800',
    7,
    ['u'],
    { length: 1 },
  ])('may not be %j', (user_id) => {
    expect(refusedFields(ExecuteWorkflowRequest, { user_id })).toEqual(['user_id']);
    expect(isUserId(user_id)).toBe(false);
  });
});

describe('prompt', () => {
  it.each(['one\n\ttwo\r\n', 'x'.repeat(20_000)])('may be long and have lines', (prompt) => {
    expect(refusedFields(GenerateRequest, { prompt, user_id: 'u' })).toEqual([]);
  });

  it.each(['', ' \n ', 'x'.repeat(20_001), 'a\0b', 'a\u001b[0m', '\udfff', 5, null])(
    'may not be %j',
    (prompt) => {
      expect(refusedFields(GenerateRequest, { prompt, user_id: 'u' })).toEqual(['prompt']);
    },
  );
});

describe('what a person made', () => {
  it.each([null, [], 'text', 1, undefined])('is no workflow as %j', (workflow_data) => {
    expect(refusedFields(EngineExecuteRequest, { workflow_data, user_id: 'u' })).toEqual(['workflow_data']);
  });

  it.each([null, [], 'text', 1])('is no inputs as %j', (inputs) => {
    expect(refusedFields(ExecuteWorkflowRequest, { inputs, user_id: 'u' })).toEqual(['inputs']);
  });
});

it.each(['exec-1', 'exec_', 'wf_1', '', null, 1])('execution_id may not be %j', (execution_id) => {
  expect(refusedFields(EngineExecuteRequest, { workflow_data: {}, user_id: 'u', execution_id })).toEqual([
    'execution_id',
  ]);
});

it('limit is a whole number from 1 to 250, 50 when left out', () => {
  const limitOf = (limit?: string) =>
    plainToInstance(ListQuery, { user_id: 'u', ...(limit !== undefined && { limit }) }).limit;
  expect([limitOf(), limitOf('1'), limitOf('250')]).toEqual([50, 1, 250]);
  for (const limit of ['0', '251', '-1', '1.5', '', '0x1', ['1', '2']]) {
    expect(refusedFields(ListQuery, { user_id: 'u', limit })).toEqual(['limit']);
  }
});
