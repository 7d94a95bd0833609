/** Elements whose content nobody reads. */
const UNREAD = new Set(['script', 'style', 'noscript', 'template', 'svg', 'head']);

/** Inline elements: their tags don't separate words or lines. */
const INLINE = new Set(
  'a abbr b bdi bdo cite code em i kbd mark q s samp small span strong sub sup u var'.split(' '),
);

const ENTITIES = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
  ['ndash', '–'],
  ['mdash', '—'],
  ['hellip', '…'],
  ['copy', '©'],
  ['euro', '€'],
]);

/**
 * The text a reader of an HTML page would see, one line a block, by one pass over the tags. It is no HTML parser: what
 * it makes of malformed markup is unspecified, but it always ends, in time proportional to the length.
 */
export function readableText(html: string): string {
  const title = /<title[^>]{0,200}>([^<]{1,500})/i.exec(html)?.[1] ?? '';
  const parts: string[] = [title, '\n'];
  const lower = html.toLowerCase();
  let position = 0;
  while (position < html.length) {
    const open = html.indexOf('<', position);
    if (open === -1) break;
    parts.push(html.slice(position, open));
    if (!/[a-z/!?]/.test(lower[open + 1] ?? '')) {
      parts.push('<');
      position = open + 1;
      continue;
    }
    const comment = html.startsWith('<!--', open);
    const close = comment ? html.indexOf('-->', open) + 2 : html.indexOf('>', open);
    if (close < open) return tidy(parts);
    position = close + 1;
    const name = /^<\/?([a-z][a-z0-9]*)/.exec(lower.slice(open, open + 32))?.[1] ?? '';
    if (!INLINE.has(name)) parts.push('\n');
    if (UNREAD.has(name) && html[open + 1] !== '/' && html[close - 1] !== '/') {
      const end = lower.indexOf(`</${name}`, position);
      if (end === -1) return tidy(parts);
      position = end;
    }
  }
  return tidy([...parts, html.slice(position)]);
}

function tidy(parts: string[]): string {
  const lines = decodeEntities(parts.join('')).split('\n');
  return lines
    .map((line) => line.split(/\s+/).filter(Boolean).join(' '))
    .filter(Boolean)
    .join('\n');
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES.get(String(name).toLowerCase()) ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    return isCharacter ? String.fromCodePoint(code) : whole;
  });
}
