import type { VerbKind } from '../../lexicon/step-kinds';
import { LANGUAGES } from './languages';

/** Turns of phrase by which a step does something without its verb being there; `*` is any one word. */
const PHRASES: Partial<Record<VerbKind, string>> = {
  summarise:
    'key point, key points, main points, takeaway, takeaways, highlights, tldr, gist, in brief, briefing, short version, few words, condensed, nutshell',
  translate: `translated, localised, localized, ${[...LANGUAGES].join(', ')}`,
  classify:
    'which team, which category, which department, which type, which kind, which queue, one of, sentiment, category, categories, categorise, categorize, categorised, categorized, label, labels, spam, priority, severity, by theme, by topic, by type, by category',
  extract: 'field, fields, structured, entities, following details',
  find: 'look for, look out, missing, suspicious, anomaly, anomalies, anomalous, only those, which of, that are, overdue, the best, outlier, outliers, past due',
  research:
    'search the web, search for, search online, gather, sources, facts about, facts on, background, known about',
  calculate:
    'how many, how much, average, percentage, number of, total, totals, sum, sums, arithmetic, add up',
  compare:
    'difference, differences, differ, versus, vs, side by side, similarity, similarities, pros and cons',
  review: 'critique, quality, mistake, mistakes, improvement, improvements, feedback, what could be better',
  rewrite:
    'shorter, longer, clearer, revised, revision, improved, final version, polished, new version, cleaned, formatted, reworded, friendlier',
  rank: 'most important, most urgent, most relevant, top three, top five, top ten, in order, priority, priorities, the best, ordered by, ranking',
  recommend:
    'next steps, what to do, what to wear, what to cook, what to buy, suggestion, suggestions, advice, how to improve, fix, fixes, verdict, decision, whether to, no-go',
  report: 'together, into one, final report, final text, final answer, merged, combined',
  plan: 'itinerary, timeline, roadmap, day by day, step by step, schedule',
  reply: 'reply, replies, replying, response, responses, respond, answer, answers, answering',
  respond: 'reply, replies, replying, response, responses, respond, answer, answers, answering',
  notify:
    'alert, alerts, notify, notifies, notification, notifications, warn, warning, reminder, reminders, heads-up, let * know, let * * know',
  record:
    'database, crm, spreadsheet, row, rows, entry, entries, log, logs, logged, record, records, saved, stored, filed',
  validate: 'whether, is valid, is complete, is correct, correctness, completeness, complete, errors',
  list: 'bullet, bullets, list, lists, idea, ideas, names, options',
  explain: 'explanation, describe, in plain words, plain language, why, how',
  analyse:
    'analyst, analysis, analyses, insight, insights, trend, trends, pattern, patterns, score, scores, scoring, rate, rating, assessment',
  draft: 'say, says, state, formulate, phrase, put into words, in one line',
  approve: 'approve, approves, approval, approvals, approved, sign-off, sign off, authorise, authorize',
  monitor: 'watch, watches, watching, keep an eye, monitor, monitors, monitoring, track, tracks, tracking',
};

interface Cue {
  readonly kind: VerbKind;
  /** The words after the first one. */
  readonly rest: readonly string[];
}

const CUES = new Map<string, Cue[]>();
for (const [kind, phrases = ''] of Object.entries(PHRASES) as [VerbKind, string][]) {
  for (const phrase of phrases.split(/,\s*/)) {
    const [first = '', ...rest] = phrase.split(' ');
    CUES.set(first, [...(CUES.get(first) ?? []), { kind, rest }]);
  }
}

/** Kinds of work that a turn of phrase stands for which starts at a word. */
export function cuesAt(words: readonly string[], at: number): VerbKind[] {
  const cues = CUES.get(words[at] ?? '') ?? [];
  return cues.filter(({ rest }) => follows(words, at, rest)).map(({ kind }) => kind);
}

function follows(words: readonly string[], at: number, rest: readonly string[]): boolean {
  return rest.every((word, index) => {
    const next = words[at + 1 + index];
    return next !== undefined && (word === '*' || next === word);
  });
}
