import { posix } from 'node:path';

/** The files that a document may point at. */
export interface Files {
  /** Takes paths from the repository's root. */
  exists(path: string): boolean;
  read(path: string): string;
}

const LINK = /\]\(([^)\s]+)(?:\s+"[^"]*")?\)|^\[[^\]]+\]:\s+(\S+)/gm;
const SCRIPT = /\bnpm run ([\w:-]+)/g;
const PATH = /`(?:\.\/)?((?:apps|libs|tools|test|docker|docs)\/[\w./-]*|[\w-]+\.sh)`/g;
const NAME = /\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g;
const METRIC = /`([a-z_]+_(?:total|seconds))`/g;

/** Fields of the API and the language that end as metrics do. */
const FIELDS = ['execution_time_seconds', 'initial_interval_seconds', 'reminder_seconds', 'timeout_seconds'];

const withoutFences = (markdown: string) => markdown.replace(/^```.*?^```/gms, '');

const captures = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(
    ([whole, ...groups]) => groups.find((group) => group !== undefined) ?? whole,
  );

/** The relative links of a document whose file or heading is not there; links in code are none. */
export function brokenLinks(path: string, markdown: string, files: Files): string[] {
  const prose = withoutFences(markdown).replace(/`[^`\n]*`/g, '');
  return captures(prose, LINK).filter((link) => !/^[a-z]+:/.test(link) && !isSound(link, path, files));
}

function isSound(link: string, from: string, { exists, read }: Files): boolean {
  const [file = '', heading] = link.split('#');
  const target = file === '' ? from : posix.join(posix.dirname(from), file);
  if (!exists(target)) return false;
  return heading === undefined || anchorsOf(read(target)).has(heading);
}

/** The anchors that GitHub gives to headings: lower case, spaces as hyphens, a number where one comes up again. */
function anchorsOf(markdown: string): Set<string> {
  const anchors = new Set<string>();
  for (const heading of captures(withoutFences(markdown), /^#{1,6} (.+)$/gm)) {
    const plain = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-');
    let anchor = plain;
    for (let again = 1; anchors.has(anchor); again += 1) anchor = `${plain}-${again}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** The scripts that `npm run` is told to run and package.json doesn't have. */
export function absentScripts(markdown: string, scripts: Record<string, string>): string[] {
  return captures(markdown, SCRIPT).filter((script) => !Object.hasOwn(scripts, script));
}

/** The files and folders of the repository, named as code, that are not there. */
export function absentPaths(markdown: string, exists: Files['exists']): string[] {
  return captures(markdown, PATH).filter((path) => !exists(path));
}

/**
 * The names in capitals and underscores, as settings have them, that `settings` doesn't hold. What stands as `${NAME}` is
 * the reader's own.
 */
export function absentNames(markdown: string, settings: string): string[] {
  const known = new Set(settings.match(NAME));
  return captures(markdown.replaceAll(/\$\{[^}]*\}/g, ''), NAME).filter((name) => !known.has(name));
}

/** The metrics, named as code, that the sources don't define. */
export function absentMetrics(markdown: string, sources: string): string[] {
  return captures(markdown, METRIC).filter(
    (name) => !FIELDS.includes(name) && !sources.includes(`'${name}'`),
  );
}
