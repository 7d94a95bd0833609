import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { freePort } from '@aiwf/testing';

/** An address that leads to a server while the gate is open, and refuses connections while it is shut. */
export interface TcpGate {
  readonly address: string;
  open(): Promise<void>;
  /** Cuts every connection. */
  shut(): Promise<void>;
}

/** Makes a gate, shut at first, before the server at `target` (`host:port`). */
export async function tcpGate(target: string): Promise<TcpGate> {
  const port = await freePort();
  const { hostname, port: targetPort } = new URL(`tcp://${target}`);
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
  };
  const server = createServer((inner) => {
    const outer = keep(connect(Number(targetPort), hostname));
    keep(inner).on('close', () => outer.destroy());
    outer.on('close', () => inner.destroy());
    inner.pipe(outer).pipe(inner);
  });
  return {
    address: `127.0.0.1:${port}`,
    open: async () => {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    shut: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
