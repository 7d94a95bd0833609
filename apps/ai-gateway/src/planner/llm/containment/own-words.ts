/**
 * Where a text turns from saying what is wanted to speaking to whoever reads it: from there on it is taken for somebody
 * else's. No such list is complete, and it need not be: it decides where addresses, names and numbers may come from, while
 * effects wait for a person whoever asked for them.
 */
const SPEAKS_TO_THE_READER: readonly RegExp[] = [
  // Rules that are to be ignored, in the languages that such texts are mostly written in.
  /\b(?:ignore|disregard|forget|override|bypass|discard)\b(?:\s+\S+){0,3}?\s+(?:previous|prior|above|earlier|your|foregoing|preceding|system|all)\b(?:\s+\S+){0,3}?\s+(?:instruction|rule|prompt|direction|guideline|constraint|restriction|safeguard)/iu,
  /\b(?:ignore|disregard|forget)\s+(?:everything|all|anything|what)\b[^.\n]{0,20}\b(?:above|before|previously|you|said|told)\b/iu,
  /\b(?:do not|don't|never|stop|no longer)\s+(?:follow|obey|apply|heed)\w*\b[^.\n]{0,40}\b(?:instruction|rule|prompt|guideline)/iu,
  /\b(?:ignorier|vergiss|missachte|umgeh)\p{L}*[^.\n]{0,60}(?:anweisung|regel|vorgabe)/iu,
  /\b(?:ignor|oubli|olvid|dimentic|esque)\p{L}*[^.\n]{0,60}(?:instruc|instruç|istruz|regl|règl|consign)/iu,
  /(?:игнорир|забуд)\p{L}*[^.\n]{0,60}(?:инструкц|правил)/iu,
  /(?:忽略|无视|無視|忘记)[^。\n]{0,30}(?:指令|指示|规则|規則)/u,
  /(?:指示|指令|ルール)を?(?:無視|忘れ)/u,
  /تجاهل[^.\n]{0,60}(?:التعليمات|القواعد)/u,
  // Somebody who claims to be in charge.
  /(?:^|[\n.!?。！？\]>*#-]\s{0,8}|\[\s{0,8})(?:system|developer|assistant|administrator|admin|operator|root)(?:\s+(?:prompt|message|note|notice|override|update|instruction|command)s?)?\s*[:\]>]/iu,
  /<\|[^|\n]{0,40}\|>|(?:\{\{|\[\[|<<)\s{0,8}[#/]?\s{0,8}(?:system|admin|assistant|developer|operator)\b/iu,
  /<\/?\s*(?:request|instruction|answers|previous_answer|problems|tools|workflow|system|assistant|user|human)s?\s*>/iu,
  /\b(?:you are (?:now|no longer)\b|pretend (?:to be|that you)|new (?:system )?instructions?\s*:|(?:developer|god|unrestricted) mode|jailbreak|end of (?:request|prompt|user input)|begin (?:system|new) instructions|you (?:must|shall|have to|will) (?:now )?obey|overrides?\s*[:=])/iu,
  // Words for the planner rather than about the work.
  /\bwho(?:so)?ever\s+(?:reads?|automates?|processes|summari[sz]es|handles)\b/iu,
  /\b(?:note|message|instructions?|attention)\b[^.\n]{0,20}?\b(?:to|for)\s+(?:the |any )?(?:ai|llm|(?:language )?model|planner)\b[^.\n]{0,20}:/iu,
  /\b(?:llm|language model|planner|workflow (?:generator|designer))s?\b[^.\n]{0,20}\b(?:must|shall|has to|have to|will now)\b/iu,
  /\b(?:reveal|print|repeat|output|show|include|disclose|copy|quote|translate|put)\b[^.\n]{0,60}\b(?:system (?:prompt|message)|your (?:\w+ )?(?:prompt|instructions|rules)|(?:hidden|initial) (?:prompt|instructions))/iu,
];

/** Nouns of what a request brings along to be worked on. */
const MATERIAL =
  '(?:texts?|e-?mails?|mails?|tickets?|messages?|documents?|pages?|articles?|transcripts?|logs?|reports?|letters?|comments?|reviews?|feedback|notes?|conversations?|threads?|chats?|contracts?|descriptions?|content|invoices?|memos?)';

/** "this e-mail: …", with more than a few words, and no address first: what follows is the e-mail. */
const BRINGS_MATERIAL = new RegExp(
  `\\b(?:this|following|below|here(?:'s| is| are))\\b[^.:\\n]{0,30}\\b${MATERIAL}\\b[^:\\n]{0,30}:(?=\\s*\\n|(?:\\s+\\S+){12})(?!\\s*<?https?:)`,
  'iu',
);

/** "this code: …", "the mail says: …": the rest is somebody else's, however short. */
const BRINGS_WORDS = new RegExp(
  `(?:\\b(?:this|following)\\s+(?:\\w+\\s+)?(?:code|snippet|script|function|query|command)s?\\s*:|\\b${MATERIAL}\\b[^.:\\n]{0,20}\\b(?:says?|reads?|states?|wrote|writes|contains?)\\s*:)(?!\\s*<?https?:)`,
  'iu',
);

const ADDRESS_ALONE = /^\s*(?:[-*•]|\d+[.)])?\s*<?https?:\/\/\S+>?[.,;]?\s*$/iu;

/** Quoted words that are more than a name or a title. */
const MAX_QUOTED_WORDS = 8;
const QUOTATIONS =
  /"[^"\n]*"|“[^“”]*”|«[^«»]*»|„[^„“”]*[“”]|「[^「」]*」|(?<=[\s:(])'[^'\n]{20,}'(?=[\s.,;)]|$)/gu;

const CODE_FENCES = /(```|~~~)[\s\S]*?(?:\1|$)/gu;
/** What stands between two rules, such as lines of dashes. */
const RULED_OFF = /^[^\S\n]*([-=_*]{3,})[^\S\n]*\n[\s\S]*?(?:^[^\S\n]*\1[^\S\n]*$|$(?![\s\S]))/gmu;
const TAGGED = /<([a-z][\w-]*)\b[^<>]{0,200}>[\s\S]*?(?:<\/\1>|$)/giu;
/** A JSON object, from its first brace to the last one there is. */
const JSON_TEXT = /\{\s*"[\s\S]*\}/u;
const HTML_COMMENTS = /<!--[\s\S]*?(?:-->|$)/gu;

/** Letters as they look: without invisible ones, and full-width ones like any other. */
export const asItLooks = (text: string): string => text.normalize('NFKC').replace(/\p{Cf}/gu, '');

/**
 * The part of a prompt in which its author says what is wanted: without quotations, code, markup and pasted material, and up
 * to where it turns to instruct the reader. Addresses, names and numbers that a plan may use on the author's behalf are
 * those that stand in it.
 */
export function ownWords(prompt: string): string {
  const text = asItLooks(prompt);
  const turns = SPEAKS_TO_THE_READER.map((sign) => text.search(sign)).filter((at) => at !== -1);
  const spoken = turns.length === 0 ? text : text.slice(0, Math.min(...turns));
  const plain = spoken
    .replace(CODE_FENCES, ' ')
    .replace(RULED_OFF, ' ')
    .replace(HTML_COMMENTS, ' ')
    .replace(JSON_TEXT, ' ')
    .replace(TAGGED, ' ')
    .replace(/^[^\S\n]*>.*$/gmu, ' ')
    .replace(QUOTATIONS, (quoted) => (quoted.split(/\s+/u).length > MAX_QUOTED_WORDS ? ' ' : quoted));
  return withoutMaterial(plain);
}

/** What follows "this text:" is left out, but for lines, and a rest of the line, that are addresses alone. */
function withoutMaterial(text: string): string {
  const signs = [BRINGS_MATERIAL.exec(text), BRINGS_WORDS.exec(text)].filter((sign) => sign !== null);
  if (signs.length === 0) return text;
  const start = Math.min(...signs.map((sign) => sign.index + sign[0].length));
  const brought = text.slice(start);
  const addresses = brought.split('\n').filter((line) => ADDRESS_ALONE.test(line));
  return [text.slice(0, start), ...addresses].join('\n');
}
