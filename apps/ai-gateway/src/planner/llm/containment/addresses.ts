/** A host or an e-mail address that a text names. */
export interface Address {
  /** Lower case; hosts as a URL has them. */
  readonly name: string;
  /** As it is written. */
  readonly written: string;
}

const URLS = /\bhttps?:\/\/[^\s"'<>`{}|\\^)\]]+/giu;
const MAILS = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;

/** The addresses that are written out in a text. */
export function addressesIn(text: string): Address[] {
  const urls = (text.match(URLS) ?? []).flatMap((written) => {
    const name = hostOf(written);
    return name === undefined ? [] : [{ name, written }];
  });
  // A URL's own "@" is part of its host, which has been read.
  const mails = (text.replace(URLS, ' ').match(MAILS) ?? []).map((written) => ({
    name: written.toLowerCase(),
    written,
  }));
  return [...urls, ...mails];
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname.replace(/\.$/, '') : undefined;
}

/** Whether a text is an address and no more. */
export function isAddressAlone(text: string): boolean {
  return /^\s*(?:https?:\/\/\S*|[^\s@]+@[^\s@]+)\s*$/iu.test(text);
}
