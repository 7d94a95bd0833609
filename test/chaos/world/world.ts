import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scriptedModel, type ScriptedModel } from '../../harness/model';
import { hasPostgres, startPostgres, type PostgresServer } from '../../harness/postgres';
import { TemporalServer } from '../../harness/temporal-server';
import { CallTrap } from './call-trap';
import { Effects } from './effects';
import { KilledEngine } from './engine';
import { mcpConfig } from './mcp-endpoint';
import { answerTo } from './mind';

/** All that chaos happens to: real servers of the suite's own, and a model and a server of effects that count. */
export interface World {
  readonly trap: CallTrap;
  readonly effects: Effects;
  readonly effectsUrl: string;
  readonly model: ScriptedModel;
  readonly engine: KilledEngine;
  readonly temporal: TemporalServer;
  /** Absent where the machine has none: the engine keeps its data in PGlite then, and dies with it. */
  readonly postgres: PostgresServer | undefined;
  stop(): Promise<void>;
}

/** Starts everything. */
export async function startWorld(): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'chaos-'));
  const trap = new CallTrap();
  const effects = new Effects(trap);
  const { url, host } = await effects.start();
  const model = await scriptedModel((request) =>
    trap.during(async () => {
      const goesOn = await trap.pass('model', 'arrived');
      // The answer leaves once this function has returned.
      setImmediate(() => void trap.pass('model', 'answered'));
      return goesOn ? answerTo(request, `${url}/page`) : { kind: 'hang', after: 'request' };
    }),
  );
  const mcpFile = join(folder, 'mcp.json');
  await writeFile(mcpFile, JSON.stringify(mcpConfig(url)));
  const [temporal, postgres] = await Promise.all([
    TemporalServer.start(join(folder, 'temporal.db')),
    hasPostgres ? startPostgres() : undefined,
  ]);
  const engine = await KilledEngine.on({
    ...model.env,
    ...(postgres ? { DATABASE_URL: postgres.url } : {}),
    DATA_DIR: folder,
    TEMPORAL_ADDRESS: temporal.address,
    MCP_CONFIG: mcpFile,
    EGRESS_ALLOWED_HOSTS: host,
    LOG_LEVEL: 'warn',
    RATE_LIMIT_ENABLED: 'false',
    ACTIVITY_HEARTBEAT_SECONDS: '2',
    // Calls are held here while something is broken, and short otherwise.
    LOCAL_CALL_MAX_SECONDS: '5',
    RECONCILE_INTERVAL_SECONDS: '1',
    // Started often, it loads its code from a cache.
    NODE_COMPILE_CACHE: join(folder, 'code'),
  });
  // Node keeps the cache when the process ends by itself.
  engine.launch();
  await engine.ready();
  await engine.stop();
  engine.launch();
  await engine.ready();
  return {
    trap,
    effects,
    effectsUrl: url,
    model,
    engine,
    temporal,
    postgres,
    stop: async () => {
      await engine.stop();
      await temporal.stop('SIGTERM');
      await postgres?.stop();
      await model.server.close();
      await effects.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
