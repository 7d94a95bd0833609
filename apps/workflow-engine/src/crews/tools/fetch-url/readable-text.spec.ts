import { readableText } from './readable-text';

describe('readableText', () => {
  it('keeps what a reader sees, one line a block', () => {
    const page = `<!DOCTYPE html><html><head><title>A &amp; B</title><style>p { color: red }</style></head>
      <body><!-- <p>hidden</p> --><h1>Head<em>line</em></h1><p>One   two<br>three&nbsp;&#8364;&#x41;</p>
      <SCRIPT>if (a < b) alert("x")</SCRIPT><ul><li>first</li><li>second</li></ul><svg><text>no</text></svg></body></html>`;
    expect(readableText(page)).toBe('A & B\nHeadline\nOne two\nthree €A\nfirst\nsecond');
  });

  it.each([
    ['plain text', 'plain text'],
    ['<p>open <b>tags', 'open tags'],
    ['a < b and <i>c</i>', 'a < b and c'],
    ['text <p never closed', 'text'],
    ['text <!-- never closed', 'text'],
    ['text <script> never closed', 'text'],
    ['&unknown; &#0; &#xD800; &#9999999;', '&unknown; &#0; &#xD800; &#9999999;'],
    ['', ''],
  ])('makes %j %j', (html, text) => {
    expect(readableText(html)).toBe(text);
  });

  it.each(['<script>', '<!--', '<', '<title', '&', '</', '<svg '])('ends on 4 MiB of %s', (piece) => {
    // Were a step quadratic, this would take hours.
    expect(typeof readableText(piece.repeat((4 * 1024 * 1024) / piece.length))).toBe('string');
  });
});
