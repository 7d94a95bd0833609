import { singular, type Token } from '../../grammar';

/** "A summary for our records": what it is for is nothing to look at. */
export function isPurpose(tokens: readonly Token[], at: number, phrase: readonly Token[]): boolean {
  const before = tokens[at - phrase.length]?.lower;
  return (
    before === 'for' &&
    /^(?:records?|files?|archives?|notes?|books?|use|reference)$/.test(tokens[at]?.lower ?? '')
  );
}

/** Whether the path of an address says a word: "https://api.example.com/v1/orders" does "orders". */
export function namesPath(url: string, word: string): boolean {
  const path = url.replace(/^https?:\/\/[^/]*/i, '').toLowerCase();
  return (
    word.length > 2 && path.split(/[^\p{L}\p{N}]+/u).some((part) => part === word || singular(part) === word)
  );
}
