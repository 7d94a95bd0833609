import { RE2JS, RE2JSException } from 're2js';
import { SCHEMA_CAPS } from './keywords';
import type { Work } from './work';

/** A regular expression, or why it is none. */
type Compiled = { expression: RE2JS; size: number } | { fault: string };

/** The regular expressions of one schema, matched in time that grows with the text and never faster. */
export class Patterns {
  private readonly compiled = new Map<string, Compiled>();

  constructor(private readonly work: Work) {}

  /** Whether a pattern is found in a text, anywhere; or what is wrong with the pattern. */
  test(pattern: string, text: string): boolean | { fault: string } {
    const known = this.compiled.get(pattern) ?? compile(pattern);
    this.compiled.set(pattern, known);
    if ('fault' in known) return known;
    this.work.spend(Math.ceil((text.length * known.size) / 64));
    return known.expression.test(text);
  }
}

function compile(pattern: string): Compiled {
  if (pattern.length > SCHEMA_CAPS.maxPatternLength) {
    return { fault: `it is longer than ${SCHEMA_CAPS.maxPatternLength} characters` };
  }
  try {
    const expression = RE2JS.compile(RE2JS.translateRegExp(pattern));
    return { expression, size: expression.programSize() };
  } catch (error) {
    if (error instanceof RE2JSException) return { fault: error.message };
    throw error;
  }
}
