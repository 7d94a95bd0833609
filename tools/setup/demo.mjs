/**
 * `npm run demo -- "a prompt"`: runs one prompt on the running stack, or on one that it starts and stops.
 */
import { runDemo } from './demo-run.mjs';
import { isGateway } from './gateway-client.mjs';
import { readSettings, withRunningStack } from './launch.mjs';
import { runEntryPoint, SetupError } from './setup-error.mjs';
import { readAddresses } from './stack.mjs';

const HELP = `npm run demo -- "Explain photosynthesis in three sentences, then list its key terms"

Makes a workflow from the prompt, runs it, shows each node as it runs and prints the output.
Uses the stack that is running (npm start), or sets one up, starts it and stops it again.
Exits with 1 when the workflow fails.`;

/** What the stack printed last; shown only when something goes wrong. */
const KEPT_LINES = 20;

await runEntryPoint(async (signal) => {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    console.log(HELP);
    return 0;
  }
  const prompt = args.join(' ').trim();
  if (prompt === '') throw new SetupError('A prompt is missing: npm run demo -- "what you want done"');

  const env = readSettings();
  const run = async ({ gateway }) => {
    const completed = await runDemo(gateway.url, prompt, { signal, say: (line) => console.log(line) });
    return completed ? 0 : 1;
  };
  const addresses = readAddresses(env);
  if (await isGateway(addresses.gateway.url)) return run(addresses);

  const lines = [];
  const line = (name, text) => lines.push(`[${name}] ${text}`) > KEPT_LINES && lines.shift();
  const say = (text) => console.log(`… ${text}`);
  try {
    return await withRunningStack(env, { signal, line, say }, run);
  } catch (error) {
    if (!signal.aborted && lines.length > 0) console.error(lines.join('\n'));
    throw error;
  }
});
