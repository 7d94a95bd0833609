/**
 * `npm start`: sets up what is missing, runs the whole system and keeps it running until Ctrl-C.
 */
import { once } from 'node:events';
import { banner, readModelInUse } from './banner.mjs';
import { readSettings, withRunningStack } from './launch.mjs';
import { runEntryPoint } from './setup-error.mjs';

await runEntryPoint(async (signal) => {
  const env = readSettings();
  const output = {
    line: (name, line) => console.log(`[${name}] ${line}`),
    say: (text) => console.log(`… ${text}`),
  };
  await withRunningStack(env, { signal, ...output }, async (addresses) => {
    console.log(banner(addresses, await readModelInUse(addresses)));
    if (!signal.aborted) await once(signal, 'abort');
    console.log('… Stopping: gateway, engine, Temporal');
  });
  console.log('✓ Stopped.');
});
