import { functionNameOf } from './function-name';

const LEGAL = /^[A-Za-z0-9_-]{1,64}$/;

it.each([
  ['calculator', 'calculator'],
  ['mcp:everything/echo', 'everything__echo'],
  ['mcp:my-files/read_text_file', 'my-files__read_text_file'],
])('names %s %s', (name, expected) => expect(functionNameOf(name)).toBe(expected));

it.each(['mcp:jira/issues/create', 'mcp:jira/issues.create', `mcp:${'s'.repeat(64)}/${'t'.repeat(128)}`])(
  'gives %s a legal name that is always the same',
  (name) => {
    expect(functionNameOf(name)).toMatch(LEGAL);
    expect(functionNameOf(name)).toBe(functionNameOf(name));
  },
);

it('gives different tools different names', () => {
  const names = [
    'mcp:a/b',
    'mcp:a/b.c',
    'mcp:a/b/c',
    'mcp:a/b_c',
    'mcp:a_/b',
    'mcp:a/_b',
    'mcp:a__b/c',
    'mcp:a/b__c',
    `mcp:a/${'t'.repeat(100)}`,
    `mcp:a/${'t'.repeat(101)}`,
  ];
  expect(new Set(names.map(functionNameOf)).size).toBe(names.length);
});
