/**
 * Ports: read from settings, checked before anything starts, watched until something answers.
 */
import { createServer, connect } from 'node:net';
import { SetupError } from './setup-error.mjs';

/** The port that a variable sets. @throws SetupError for anything but 1..65535 */
export function readPort(env, variable, fallback) {
  const text = env[variable]?.trim() || String(fallback);
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new SetupError(`${variable} must be a port from 1 to 65535, not "${text}".`);
}

/**
 * Checks that each port can be listened on.
 *
 * @param wanted `{ port, host, variable, name }`: who wants it and which variable moves it
 * @throws SetupError naming the first that is busy or wanted twice
 */
export async function requireFreePorts(wanted) {
  for (const [index, { port, host, variable, name }] of wanted.entries()) {
    const twin = wanted.slice(0, index).find((other) => other.port === port);
    if (twin) throw new SetupError(`${twin.variable} and ${variable} both name port ${port}.`);
    const problem = await listenProblem(port, host);
    if (problem === 'EADDRINUSE') {
      throw new SetupError(`Port ${port} (${name}) is in use: free it, or set ${variable} to another.`);
    }
    if (problem) throw new SetupError(`Port ${port} (${name}) cannot be listened on at ${host}: ${problem}.`);
  }
}

function listenProblem(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(error.code));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/** Some port that was free a moment ago. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Something accepts connections there. */
export function answersOnPort(port, host) {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    const end = (answer) => () => (socket.destroy(), resolve(answer));
    socket.setTimeout(1_000, end(false));
    socket.once('connect', end(true));
    socket.once('error', end(false));
  });
}
