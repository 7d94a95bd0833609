import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@aiwf/testing';
import { startApp, type AppProcess } from './app-process';
import { temporalAddress } from './temporal';

type Variables = Record<string, string>;

/** Variables over those of a pair; `both` goes to either app. */
export interface PairSettings {
  both?: Variables;
  gateway?: Variables;
  engine?: Variables;
}

/** The two built apps as processes, with ports, a data folder and a task queue of their own. */
export interface Pair {
  readonly gateway: AppProcess;
  /** The engine as it runs now: another process after {@link restartEngine}. */
  readonly engine: AppProcess;
  /** Starts the engine again with the same settings, once it has ended. */
  restartEngine(): Promise<void>;
  /** Everything both wrote, an ended engine's lines included. */
  output(): string;
  stop(): Promise<void>;
}

/** Starts a gateway and an engine that know each other, and waits until both are ready. */
export async function startPair({ both, gateway, engine }: PairSettings = {}): Promise<Pair> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pair-'));
  const [gatewayPort, enginePort] = [String(await freePort()), String(await freePort())];
  const engineUrl = `http://127.0.0.1:${enginePort}`;
  const gatewayEnv = {
    AI_SERVICE_HOST: '127.0.0.1',
    AI_SERVICE_PORT: gatewayPort,
    WORKFLOW_SERVICE_URL: engineUrl,
    DATA_DIR: dataDir,
    ...both,
    ...gateway,
  };
  const engineEnv = {
    WORKFLOW_SERVICE_HOST: '127.0.0.1',
    WORKFLOW_SERVICE_PORT: enginePort,
    TEMPORAL_ADDRESS: temporalAddress(),
    TEMPORAL_TASK_QUEUE: `pair-${randomUUID()}`,
    DATA_DIR: dataDir,
    ACTIVITY_HEARTBEAT_SECONDS: '2',
    // Where calls are made would depend on what the machine does beside; test/deep/placement.test.ts and chaos have them local.
    LOCAL_CALL_MAX_SECONDS: '0',
    RECONCILE_INTERVAL_SECONDS: '1',
    ...both,
    ...engine,
  };
  const startEngine = () => startApp('workflow-engine', engineUrl, engineEnv);
  const [gatewayProcess, firstEngine] = await allOrNone([
    startApp('ai-gateway', `http://127.0.0.1:${gatewayPort}`, gatewayEnv),
    startEngine(),
  ]);
  let engineProcess = firstEngine;
  let written = '';
  return {
    gateway: gatewayProcess,
    get engine() {
      return engineProcess;
    },
    restartEngine: async () => {
      written += engineProcess.output();
      engineProcess = await startEngine();
    },
    output: () => gatewayProcess.output() + written + engineProcess.output(),
    stop: async () => {
      await Promise.all([gatewayProcess.stop(), engineProcess.stop()]);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** When one does not start, the other must not outlive the test. */
async function allOrNone(
  starts: [Promise<AppProcess>, Promise<AppProcess>],
): Promise<[AppProcess, AppProcess]> {
  try {
    return await Promise.all(starts);
  } catch (error) {
    for (const start of await Promise.allSettled(starts)) {
      if (start.status === 'fulfilled') await start.value.kill();
    }
    throw error;
  }
}
