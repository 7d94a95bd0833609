import { Mutex, parse, type PGlite, protocol, types } from '@electric-sql/pglite';
import { LRUCache } from 'lru-cache';

const { serialize } = protocol;

/** Statements that stay prepared, and for how long: a plan is made for tables as large as they are then. */
const PREPARED = { max: 200, ttl: 60_000 };

const asItIs = (value: string) => value;

/** What Drizzle reads by itself. PGlite takes them with each statement too, but merges all types of columns each time. */
export const DRIZZLE_PARSERS = {
  [types.TIMESTAMP]: asItIs,
  [types.TIMESTAMPTZ]: asItIs,
  [types.INTERVAL]: asItIs,
  [types.DATE]: asItIs,
};

interface Options {
  rowMode?: 'array' | 'object';
}

type Results = ReturnType<typeof parse.parseResults>[number];
type Messages = Awaited<ReturnType<PGlite['execProtocolStream']>>;

interface Prepared {
  name: string;
  parameterTypes: readonly number[];
  /** What its rows are like, where it gives any. */
  rows: Messages;
}

/**
 * PGlite as Drizzle uses it, with prepared statements. PGlite's own `query` parses and plans a statement each time, and
 * calls into PostgreSQL six times for it; this takes a fifth as long.
 *
 * @param client made with {@link DRIZZLE_PARSERS}, and used by this alone
 */
export class PreparedPglite {
  private readonly turns = new Mutex();
  private readonly statements = new LRUCache<string, Prepared>({
    ...PREPARED,
    dispose: ({ name }) => this.disused.push(name),
  });
  /** Names of statements that are to be forgotten. */
  private disused: string[] = [];
  private named = 0;

  constructor(private readonly client: PGlite) {}

  readonly query = (text: string, parameters: unknown[] = [], options: Options = {}): Promise<Results> =>
    this.turns.runExclusive(() => this.run(text, parameters, options));

  readonly transaction = <Result>(
    work: (transaction: Pick<PreparedPglite, 'query'>) => Promise<Result>,
  ): Promise<Result> =>
    this.turns.runExclusive(async () => {
      const turns = new Mutex();
      const query: typeof this.query = (...statement) => turns.runExclusive(() => this.run(...statement));
      await query('begin');
      try {
        const result = await work({ query });
        const { command } = (await query('commit')) as { command?: string };
        if (command === 'ROLLBACK')
          throw new Error('A statement of the transaction had failed, so all were undone');
        return result;
      } catch (error) {
        await query('rollback');
        throw error;
      }
    });

  /** Waits for what is under way. */
  close(): Promise<void> {
    return this.turns.runExclusive(() => this.client.close());
  }

  private async run(text: string, parameters: unknown[] = [], { rowMode }: Options = {}): Promise<Results> {
    const { name, parameterTypes, rows } = this.statements.get(text) ?? (await this.prepare(text));
    const values = parameters.map((value, index) => this.serialized(value, parameterTypes[index]));
    const messages = await this.exchange(serialize.bind({ statement: name, values }), serialize.execute({}));
    const options = rowMode && { rowMode };
    const [results] = parse.parseResults([...rows, ...messages], this.client.parsers, options);
    if (!results) throw new Error('PGlite gave no results');
    return results;
  }

  private async prepare(text: string): Promise<Prepared> {
    const name = `s${(this.named += 1)}`;
    const described = await this.exchange(
      serialize.parse({ name, text }),
      serialize.describe({ type: 'S', name }),
    );
    const statement = {
      name,
      parameterTypes: parse.parseDescribeStatementResults(described),
      rows: described.filter((message) => message.name === 'rowDescription'),
    };
    this.statements.set(text, statement);
    return statement;
  }

  private serialized(value: unknown, type = 0) {
    if (value === null || value === undefined) return null;
    return (
      this.client.serializers[type]?.(value) ?? (typeof value === 'string' ? value : JSON.stringify(value))
    );
  }

  /** All in one message, up to its end; after a failure PostgreSQL leaves out what is left of it. */
  private async exchange(...messages: Uint8Array[]): Promise<Messages> {
    if (this.client.closed) throw new Error('The database is closed');
    const forgotten = this.disused.splice(0).map((name) => serialize.close({ type: 'S', name }));
    const message = Buffer.concat([...forgotten, ...messages, serialize.sync()]);
    // Its files are the machine's: there is nothing to be brought to them.
    return this.client.execProtocolStream(message, { syncToFs: false });
  }
}
