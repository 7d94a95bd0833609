import type { VerbKind } from './step-kinds';

/** A verb of the lexicon. */
export interface VerbEntry {
  readonly lemma: string;
  readonly kind: VerbKind;
  /** Also a noun ("reports", "reviews"), so its place in the sentence decides. */
  readonly alsoNoun: boolean;
}

/** Verbs by kind, in British spelling; a trailing `*` marks those that are nouns as well. */
const VERBS: Readonly<Record<VerbKind, string>> = {
  classify: 'classify categorise label* tag* route* assign segment* group* bucket* detect put',
  extract: 'extract parse capture* pull gather return* output*',
  find: 'find identify flag* filter* spot* highlight* select pick choose search* locate discover',
  summarise: 'summarise condense shorten recap* digest* outline* abbreviate',
  translate: 'translate localise',
  research: 'research* investigate explore study* lookup',
  explain: 'explain describe define clarify teach illustrate discuss elaborate introduce',
  list: 'list* enumerate brainstorm* name* itemise split* divide separate',
  analyse:
    'analyse assess evaluate interpret score* rate* measure* grade* estimate* predict forecast* examine inspect diagnose judge* screen* qualify audit* understand determine decide',
  validate: 'validate verify check* confirm proof',
  calculate: 'calculate compute count* sum* total* reconcile',
  compare: 'compare contrast* match* benchmark*',
  review: 'review* critique* proofread',
  rewrite:
    'rewrite turn edit improve polish* revise refine rephrase paraphrase simplify correct fix* format* convert transform clean reformat enhance remove delete deduplicate replace expand extend adapt adjust',
  rank: 'rank* prioritise sort* order*',
  recommend: 'recommend suggest propose advise',
  report: 'report* combine merge consolidate aggregate compile conclude present*',
  plan: 'plan* schedule* organise arrange design* map*',
  draft:
    'draft* write compose create generate prepare produce make author* build develop craft* argue give provide invent show* invite* ask',
  reply: 'apologise acknowledge thank* offer* praise* congratulate',
  notify: 'notify alert* inform warn escalate remind tell ping* page* message*',
  record: 'store* save log* record* file* update* archive* insert add document* note* mark*',
  request: 'transfer* book* reserve buy purchase* pay ship* cancel deploy restart reboot install print*',
  general: 'do perform execute act think solve',
  collect:
    'collect read receive get take load fetch download* scrape crawl retrieve import* ingest open grab access* consume accept obtain enter paste type*',
  deliver: 'send post* deliver publish submit forward* push* email* mail* transmit upload* share* tweet*',
  process: 'process* triage* moderate handle manage automate treat resolve administer',
  monitor: 'monitor* watch* track* observe follow supervise',
  respond: 'respond reply* answer* auto-respond auto-reply autorespond autoreply',
  onboard: 'onboard register enrol enroll welcome* activate',
  approve: 'approve authorise',
  wait: 'wait* pause* sleep* delay*',
  constrain: 'use* keep ensure avoid include limit* maintain remember spend',
  repeat: 'repeat* loop* iterate',
  retry: 'retry*',
};

/** Several words that stand for one verb. The first word is inflected, the others stand as they are; one in brackets is no part of it. */
export const VERB_PHRASES: readonly (readonly [phrase: string, lemma: string])[] = [
  ['take care of', 'handle'],
  ['deal with', 'handle'],
  ['sort out', 'handle'],
  ['work through', 'process'],
  ['go through', 'process'],
  ['look after', 'handle'],
  ['keep an eye on', 'monitor'],
  ['keep track of', 'monitor'],
  ['keep watch over', 'monitor'],
  ['look out for', 'monitor'],
  ['watch out for', 'monitor'],
  ['watch over', 'monitor'],
  ['get back to', 'respond'],
  ['get back', 'write'],
  ['write back to', 'respond'],
  ['come up with', 'brainstorm'],
  ['think of', 'brainstorm'],
  ['follow the links to', 'find'],
  ['follow the links and', 'find'],
  ['follow links to', 'find'],
  ['follow every link and', 'find'],
  ['find out', 'research'],
  ['look up', 'research'],
  ['look into', 'investigate'],
  ['look for', 'find'],
  ['look at', 'analyse'],
  ['read up on', 'research'],
  ['figure out', 'analyse'],
  ['work out', 'calculate'],
  ['add up', 'calculate'],
  ['break down', 'explain'],
  ['point out', 'identify'],
  ['pick out', 'identify'],
  ['pull out', 'extract'],
  ['write up', 'write'],
  ['put together', 'prepare'],
  ['sign up', 'register'],
  ['boil down', 'summarise'],
  ['sum up', 'summarise'],
  ['raise an alarm', 'alert'],
  ['raise the alarm', 'alert'],
  ['tell me about', 'explain'],
  ['tell us about', 'explain'],
  ['tell me', 'explain'],
  ['give me', 'give'],
  ['give us', 'give'],
  ['show me', 'give'],
  ['make sure', 'ensure'],
  ['apply for', 'book'],
  ['turn on', 'install'],
  ['turn off', 'cancel'],
  ['switch on', 'install'],
  ['switch off', 'cancel'],
  ['order more', 'buy'],
  ['put everything together', 'combine'],
  ['put it all together', 'combine'],
  ['put it together', 'combine'],
  ['put them together', 'combine'],
  ['bring everything together', 'combine'],
  ['pull everything together', 'combine'],
  ['go straight (to)', 'send'],
  ['go directly (to)', 'send'],
  ['go (to)', 'send'],
  ['try again', 'retry'],
  ['try it again', 'retry'],
  ['try the request again', 'retry'],
];

/** Forms that no rule yields, with their base. */
export const IRREGULAR_FORMS: ReadonlyMap<string, string> = new Map([
  ['sent', 'send'],
  ['written', 'write'],
  ['wrote', 'write'],
  ['found', 'find'],
  ['made', 'make'],
  ['told', 'tell'],
  ['given', 'give'],
  ['taken', 'take'],
  ['got', 'get'],
  ['chosen', 'choose'],
  ['spent', 'spend'],
  ['kept', 'keep'],
  ['dealt', 'deal'],
  ['taking', 'take'],
  ['replying', 'reply'],
]);

/** The lexicon, by lemma. */
export const VERB_LEXICON: ReadonlyMap<string, VerbEntry> = new Map(
  (Object.entries(VERBS) as [VerbKind, string][]).flatMap(([kind, words]) =>
    words.split(' ').map((word): [string, VerbEntry] => {
      const lemma = word.replace('*', '');
      return [lemma, { lemma, kind, alsoNoun: word.endsWith('*') }];
    }),
  ),
);
