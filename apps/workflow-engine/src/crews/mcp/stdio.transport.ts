import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { getDefaultEnvironment } from '@modelcontextprotocol/sdk/client/stdio.js';
import { deserializeMessage, serializeMessage } from '@modelcontextprotocol/sdk/shared/stdio.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import type { McpTransport } from '@aiwf/platform';
import { MAX_MESSAGE_BYTES, OWN_CODES, ownAnswer, requestOf } from './answers';
import { TOO_LARGE } from './call-result';
import { MessageLines, type LongLine } from './message-lines';
import { adoptGroup, forgetGroup, GROUP_LEADER, signalGroup } from './process-group';

/** How long a server has to end after its input ended, and again after SIGTERM. */
const GRACE_MS = 750;

/** Characters of what a server wrote last to its standard error, for the log. */
const STDERR_TAIL = 1_000;

/** The server's process is gone; nothing was sent. */
export class ServerEndedError extends Error {
  override readonly name = 'ServerEndedError';
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * A server that runs as a child process and speaks over its standard streams. It leads a process group of its own, so
 * that what it starts (`npx` starts the server proper) ends with it.
 */
export class StdioTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  /** The end of what the server wrote to its standard error. */
  stderr = '';

  private child?: Child;
  private readonly ended = Promise.withResolvers<void>();
  private readonly lines = new MessageLines(MAX_MESSAGE_BYTES);

  constructor(private readonly config: Extract<McpTransport, { kind: 'stdio' }>) {}

  /** @throws Error of the operating system when there is no such program */
  async start(): Promise<void> {
    const { command, args, env } = this.config;
    const child = spawn(command, args, {
      env: { ...getDefaultEnvironment(), ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
      ...GROUP_LEADER,
    });
    this.child = child;
    child.stdout.on('data', (chunk: Buffer) => this.lines.take(chunk).forEach((line) => this.read(line)));
    child.stderr.on('data', (chunk: Buffer) => {
      this.stderr = (this.stderr + chunk.toString()).slice(-STDERR_TAIL);
    });
    child.stdin.on('error', (error) => this.onerror?.(error));
    await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
    const leader = child.pid as number;
    adoptGroup(leader);
    child.once('close', () => {
      forgetGroup(leader);
      this.ended.resolve();
      this.onclose?.();
    });
  }

  async send(message: JSONRPCMessage): Promise<void> {
    const stdin = this.child?.stdin;
    if (!stdin?.writable) throw new ServerEndedError();
    await new Promise<void>((resolve, reject) => {
      stdin.write(serializeMessage(message), (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Ends the input, then asks, then kills; returns once all processes of the server are gone. */
  async close(): Promise<void> {
    const { child } = this;
    if (child?.pid === undefined) return;
    child.stdin.end();
    if (await this.endsWithin(GRACE_MS)) return;
    signalGroup(child.pid, 'SIGTERM');
    if (await this.endsWithin(GRACE_MS)) return;
    signalGroup(child.pid, 'SIGKILL');
    await this.endsWithin(GRACE_MS);
  }

  private async endsWithin(ms: number): Promise<boolean> {
    const late = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => late.resolve(false), ms);
    const inTime = await Promise.race([this.ended.promise.then(() => true), late.promise]);
    clearTimeout(timer);
    return inTime;
  }

  private read(line: string | LongLine): void {
    if (typeof line !== 'string') {
      const id = requestOf(line);
      if (id === undefined) void this.close();
      else this.onmessage?.(ownAnswer(id, OWN_CODES.tooLarge, TOO_LARGE));
      return;
    }
    try {
      this.onmessage?.(deserializeMessage(line));
    } catch (error) {
      // A line that is no message, such as a server's greeting, is passed over.
      this.onerror?.(error as Error);
    }
  }
}
