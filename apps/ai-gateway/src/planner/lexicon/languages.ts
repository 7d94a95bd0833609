/** Languages that a text may be translated into, by their English names. */
export const LANGUAGES: ReadonlySet<string> = new Set(
  'english french german spanish italian portuguese dutch norwegian swedish danish finnish icelandic polish czech slovak slovenian croatian serbian bosnian bulgarian romanian hungarian estonian latvian lithuanian russian ukrainian greek turkish arabic hebrew persian farsi hindi urdu bengali punjabi tamil telugu chinese mandarin cantonese japanese korean vietnamese thai indonesian malay tagalog filipino swahili afrikaans catalan basque galician irish welsh latin esperanto'.split(
    ' ',
  ),
);
