import type { ProblemList } from './problem';

/**
 * Checks the part of a URL template that is written out. Whatever a substitution makes of it is checked again, with
 * the address behind it, when the request is sent.
 */
export function checkUrl(url: string, path: string, problems: ProblemList): void {
  const substitution = url.indexOf('{{');
  const literal = substitution === -1 ? url : url.slice(0, substitution);
  if (substitution === 0) return;
  const start = /^https?:\/\//i.exec(literal);
  if (start === null) {
    // Too short to tell yet: "http{{ … }}".
    if (
      substitution !== -1 &&
      ['http://', 'https://'].some((scheme) => scheme.startsWith(literal.toLowerCase()))
    )
      return;
    const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(literal)?.[0];
    const message =
      scheme === undefined ? 'The URL has no scheme.' : `The scheme "${scheme}" is not supported.`;
    problems.add('invalid_url', path, message, 'Start the URL with https:// or http://.');
    return;
  }
  const rest = literal.slice(start[0].length);
  const authority = /^[^/?#\\]*/.exec(rest)?.[0] ?? '';
  if (authority.includes('@')) {
    problems.add(
      'invalid_url',
      path,
      'The URL carries a user name or password.',
      'Send credentials in a header.',
    );
  } else if (/\s/.test(literal) || (authority === '' && (rest !== '' || substitution === -1))) {
    problems.add('invalid_url', path, 'The URL is malformed.', 'Write https://host/path, without spaces.');
  }
}
