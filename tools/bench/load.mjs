/** Asks for an address as often as it can, over kept-alive connections. */
import { Agent, get } from 'node:http';
import { percentile } from './statistics.mjs';

/**
 * @returns requests a second, and the milliseconds that 99 % of them took at most
 * @throws Error for an answer that is no success
 */
export async function load(url, { connections = 8, seconds }) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const took = [];
  const endsAt = performance.now() + seconds * 1000;
  const worker = async () => {
    while (performance.now() < endsAt) {
      const startedAt = performance.now();
      await once(url, agent);
      took.push(performance.now() - startedAt);
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: connections }, worker));
  const elapsed = (performance.now() - startedAt) / 1000;
  agent.destroy();
  return { perSecond: took.length / elapsed, p99: percentile(took, 99) };
}

function once(url, agent) {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      if (response.statusCode !== 200) return reject(new Error(`${url} answered ${response.statusCode}`));
      response.resume().on('end', resolve).on('error', reject);
    }).on('error', reject);
  });
}
