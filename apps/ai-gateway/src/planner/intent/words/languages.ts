/** Languages that a text may be asked for in, in lower case. */
export const LANGUAGES: ReadonlySet<string> = new Set(
  'english french german spanish italian portuguese dutch danish swedish norwegian finnish polish czech slovak hungarian romanian bulgarian greek turkish russian ukrainian serbian croatian arabic hebrew persian hindi bengali urdu tamil thai vietnamese indonesian malay chinese mandarin cantonese japanese korean swahili latin catalan basque irish welsh icelandic estonian latvian lithuanian'.split(
    ' ',
  ),
);
