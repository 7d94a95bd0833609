import { ConfigError } from './config.error';

/** The environment as a process has it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Numbers a variable may hold. */
export interface NumberRange {
  min: number;
  max: number;
  /** Fractions allowed; absent: whole numbers only. */
  fractions?: boolean;
}

/**
 * Reads variables and collects what is wrong with them, so that all problems are told at once. A variable that is
 * empty or blank counts as absent. Problems name the variable and what is expected, never the value.
 */
export class EnvironmentReader {
  private readonly problems: string[] = [];

  constructor(private readonly env: Environment) {}

  /** The trimmed value, or undefined. */
  optional(name: string): string | undefined {
    const value = this.env[name]?.trim();
    return value === '' ? undefined : value;
  }

  text(name: string, fallback: string): string {
    return this.optional(name) ?? fallback;
  }

  number(name: string, fallback: number, { min, max, fractions }: NumberRange): number {
    const value = this.optional(name);
    if (value === undefined) return fallback;
    const form = fractions ? /^\d+(\.\d+)?$/ : /^\d+$/;
    const number = Number(value);
    if (form.test(value) && number >= min && number <= max) return number;
    this.problem(`${name} must be a ${fractions ? '' : 'whole '}number from ${min} to ${max}`);
    return fallback;
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.optional(name)?.toLowerCase();
    if (value === undefined) return fallback;
    if (['true', '1', 'yes', 'on'].includes(value)) return true;
    if (['false', '0', 'no', 'off'].includes(value)) return false;
    this.problem(`${name} must be true or false`);
    return fallback;
  }

  choice<Choice extends string>(name: string, fallback: Choice, choices: readonly Choice[]): Choice {
    const value = this.optional(name)?.toLowerCase();
    if (value === undefined) return fallback;
    const chosen = choices.find((choice) => choice === value);
    if (chosen === undefined) this.problem(`${name} must be one of ${choices.join(', ')}`);
    return chosen ?? fallback;
  }

  /** An absolute URL with one of the schemes, such as `http:`. */
  url(name: string, schemes: readonly string[]): string | undefined {
    const value = this.optional(name);
    if (value === undefined) return undefined;
    if (URL.canParse(value) && schemes.includes(new URL(value).protocol)) return value;
    this.problem(
      `${name} must be a URL that starts with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`,
    );
    return undefined;
  }

  /** A base URL that paths are appended to: without a trailing slash. */
  baseUrl(name: string): string | undefined {
    return this.url(name, ['http:', 'https:'])?.replace(/\/+$/, '');
  }

  /** Notes what is wrong; must not hold a variable's value. */
  problem(message: string): void {
    this.problems.push(message);
  }

  /** @throws ConfigError when anything read so far was wrong. */
  assertSound(): void {
    if (this.problems.length > 0) throw new ConfigError(this.problems);
  }
}
