/** What reading a file needs beside the file. */
export interface Surroundings {
  /** Notes what is wrong; must not hold a value of the file. */
  problem(what: string): void;
  /** The environment's value that `${NAME}` stands for. */
  variable(name: string): string | undefined;
}

const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;

/** Reads one value of a JSON file; problems name the key by its path, and what to write instead. */
export class JsonReader {
  constructor(
    private readonly value: unknown,
    private readonly path: string,
    private readonly surroundings: Surroundings,
  ) {}

  /** Whether the file has the key. */
  get given(): boolean {
    return this.value !== undefined;
  }

  get isObject(): boolean {
    return typeof this.value === 'object' && this.value !== null && !Array.isArray(this.value);
  }

  member(key: string): JsonReader {
    const value = this.isObject && Object.hasOwn(this.value as object, key) ? this.entries()[key] : undefined;
    return new JsonReader(value, this.path === '' ? key : `${this.path}.${key}`, this.surroundings);
  }

  /** The members of an object; none when the key is absent. */
  members(what: string): [string, JsonReader][] {
    if (this.given && !this.isObject) this.problem(`must be ${what}`);
    return this.isObject ? Object.keys(this.entries()).map((key) => [key, this.member(key)]) : [];
  }

  /** Notes keys that nothing reads, since what they ask for would not be done. */
  onlyKeys(known: readonly string[]): void {
    if (this.given && !this.isObject) this.problem(`must be an object with ${known.join(', ')}`);
    for (const key of this.isObject ? Object.keys(this.entries()) : []) {
      if (!known.includes(key))
        this.member(key).problem(`is not known; remove it (known: ${known.join(', ')})`);
    }
  }

  /** A text that is not empty, with its `${NAME}` and `${NAME:-default}` replaced. */
  text(): string {
    const text = this.string();
    if (this.value === '') this.problem('must not be empty');
    return text;
  }

  texts(): string[] {
    if (!this.given) return [];
    if (Array.isArray(this.value) && this.value.every((item) => typeof item === 'string')) {
      return this.value.map((item) => this.substituted(item));
    }
    this.problem('must be a list of texts');
    return [];
  }

  textsByName(): Record<string, string> {
    return Object.fromEntries(
      this.members('an object of texts').map(([name, reader]) => [name, reader.string()] as const),
    );
  }

  number({ fallback, min, max }: { fallback: number; min: number; max: number }): number {
    if (!this.given) return fallback;
    if (typeof this.value === 'number' && this.value >= min && this.value <= max) return this.value;
    this.problem(`must be a number from ${min} to ${max}`);
    return fallback;
  }

  /** @param otherwise what may stand there beside the choices */
  choice<Choice extends string>(choices: readonly Choice[], otherwise = ''): Choice {
    const chosen = choices.find((choice) => choice === this.value);
    if (chosen === undefined) this.problem(`must be ${choices.join(' or ')}${otherwise && `, ${otherwise}`}`);
    return chosen ?? (choices[0] as Choice);
  }

  optionalChoice(choices: readonly string[]): void {
    if (this.given) this.choice(choices);
  }

  problem(what: string): void {
    this.surroundings.problem(this.path === '' ? what : `${this.path} ${what}`);
  }

  private string(): string {
    if (typeof this.value === 'string') return this.substituted(this.value);
    this.problem('must be a text');
    return '';
  }

  private entries(): Record<string, unknown> {
    return this.value as Record<string, unknown>;
  }

  private substituted(text: string): string {
    return text.replace(VARIABLE, (_whole, name: string, fallback: string | undefined) => {
      const value = this.surroundings.variable(name) ?? fallback;
      if (value === undefined) {
        this.problem(`reads the variable ${name}, which is not set; set it, or write \${${name}:-default}`);
      }
      return value ?? '';
    });
  }
}
