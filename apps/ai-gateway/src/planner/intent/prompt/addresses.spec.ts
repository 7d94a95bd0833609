import { literalsIn, PromptLiterals } from './addresses';

const url = (text: string): { kind: 'url'; text: string } => ({ kind: 'url', text });

describe('addresses and keys of a text', () => {
  it('finds each once, by what it is', () => {
    const text =
      'See https://example.com/a?b=1, mail ann@example.org or call +47 22 33 44 55; see also example.com and sk-abcdef123456789012.';
    expect(literalsIn(text)).toEqual([
      { kind: 'url', text: 'https://example.com/a?b=1' },
      { kind: 'email', text: 'ann@example.org' },
      { kind: 'key', text: 'sk-abcdef123456789012' },
      { kind: 'host', text: 'example.com' },
      { kind: 'phone', text: '+47 22 33 44 55' },
    ]);
  });

  it.each([
    'Node.js 24.9',
    'on 2024-01-15 at 10:30',
    'nodes.fetch.output.body',
    '1,000,000.00',
    'a well-known three-part-plan',
  ])('takes %j for none', (text) => {
    expect(literalsIn(text)).toEqual([]);
  });
});

describe('an address that the prompt gives', () => {
  const given = new PromptLiterals(
    'Read https://api.example.com/v1/items?x=1 and www.example.org, then post to http://localhost:8080/in.',
  );

  it.each([
    'https://api.example.com/v1/items?x=1',
    'https://API.example.com/v1/items',
    'https://api.example.com/v1/items?x=1&page=2',
    'https://www.example.org/any/page',
    'http://localhost:8080/in',
  ])('is %s', (text) => {
    expect(given.has(url(text))).toBe(true);
  });

  it.each([
    'https://api.example.com/v2/items',
    'https://api.example.com/v1',
    'https://example.com/v1/items',
    'https://evil-example.org/',
    'https://example.org.evil.net/',
    'http://localhost:8081/in',
  ])('is not %s', (text) => {
    expect(given.has(url(text))).toBe(false);
  });

  it('may go on where a substitution follows', () => {
    expect(given.has(url('https://api.example.com/v1/'), true)).toBe(true);
    expect(given.has(url('https://api.example.com/v2/'), true)).toBe(false);
  });
});
