/** The measurements as a table: on the screen, and in docs/benchmarks.md, which nobody else writes. */
import { createHash } from 'node:crypto';
import { cpus, totalmem } from 'node:os';
import { spread } from './statistics.mjs';
import { aimText, meetsAim } from './verdict.mjs';

const SEAL = /\n<!-- seal: ([0-9a-f]{64}) -->\n$/;

const HEAD = ['what', 'aim', 'this engine', 'bound', 'ratio', ''];

/** The document, sealed: a figure that is changed by hand breaks the seal. */
export function document(groups, about) {
  const parts = [
    '# Benchmarks',
    'Written by `npm run bench`, and by nothing else. Each figure is a median with its least and most over the repetitions, ' +
      'both sides measured in turn on one machine in one run; of chains, crews, agents and fans a repetition is the mean ' +
      'of several runs, and those before them are not counted. The bound is a hand-written Temporal workflow with one ' +
      'activity a model call, on the same server with the same settings, worker options and scripted model, which ' +
      'records nothing beside. `LOCAL_CALL_MAX_SECONDS=0` makes every call an activity; with placement, calls that ' +
      'were short so far are local.',
    `${about.date}, ${about.machine}. Node ${about.node}, Temporal CLI ${about.temporal}, commit ${about.commit}.`,
    ...groups.map(({ title, rows }) => `## ${title}\n\n${table(rows)}`),
  ];
  return sealed(`${parts.join('\n\n')}\n`);
}

function sealed(text) {
  return `${text}\n<!-- seal: ${sealOf(text)} -->\n`;
}

/** Whether a document is as the bench wrote it. */
export function isSealed(text) {
  const [, seal] = SEAL.exec(text) ?? [];
  return seal !== undefined && sealOf(text.replace(SEAL, '')) === seal;
}

/** Over the text without how it is laid out, which a formatter may change. */
function sealOf(text) {
  return createHash('sha256')
    .update(text.replaceAll(/[\s|:-]+/g, ' ').trim())
    .digest('hex');
}

/** Rows as a table of Markdown, aligned so that it reads well on a screen too. */
export function table(rows) {
  const lines = [HEAD, ...rows.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(3, ...lines.map((line) => line[column].length)));
  const written = (line) => `| ${line.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [written(lines[0]), rule, ...lines.slice(1).map(written)].join('\n');
}

function cells(row) {
  const met = meetsAim(row);
  return [
    row.what,
    aimText(row),
    figure(row.ours, row.unit),
    row.bound ? figure(row.bound, row.unit) : '',
    row.ratios ? figure(row.ratios, '') : '',
    met === undefined ? '' : met ? 'met' : 'missed',
  ];
}

function figure(values, unit) {
  const { median, min, max } = spread(values);
  const middle = `${rounded(median)}${unit === '' ? '' : ` ${unit}`}`;
  return values.length === 1 ? middle : `${middle} (${rounded(min)} – ${rounded(max)})`;
}

/** Three digits that say something. */
function rounded(value) {
  if (Math.abs(value) >= 100) return String(Math.round(value));
  return String(Number(value.toPrecision(3)));
}

/** What the figures were measured on. */
export function machine() {
  const gib = Math.round(totalmem() / 1024 ** 3);
  return `${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${gib} GiB`;
}
