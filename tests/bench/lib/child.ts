/** Processes of one run: each answers questions over its channel, and none outlives the run. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { whileOpen } from './opened.ts';
import './scratch.ts';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

export interface Child {
  readonly pid: number;
  /** What the process said of itself when it was ready. */
  readonly ready: unknown;
  ask<T>(question: unknown): Promise<T>;
  alive(): boolean;
  /** The last of what it printed. */
  said(): string;
  stop(): Promise<void>;
}

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

interface Settings {
  env?: Record<string, string>;
  nodeArgs?: readonly string[];
}

/** `file`: from the project's root. The process sends one message when it is ready, then answers `{id, question}` by `{id, answer}`. */
export async function startChild(file: string, { env = {}, nodeArgs = [] }: Settings = {}): Promise<Child> {
  const { PATH, HOME, TMPDIR } = process.env;
  const child = spawn(process.execPath, [...nodeArgs, ...(file.endsWith('.ts') ? ['--import', 'tsx'] : []), file], {
    cwd: ROOT,
    env: { ...{ PATH, HOME, TMPDIR }, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  running.add(child);
  const closed = whileOpen(() => void child.kill('SIGKILL'));
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4000);
    });
  }
  const waiting = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>();
  let asked = 0;
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      running.delete(child);
      closed();
      for (const each of waiting.values()) each.reject(new Error(`${file} ended:\n${said}`));
      resolve();
    });
  });
  const ready = await new Promise<unknown>((resolve, reject) => {
    waiting.set(0, { resolve, reject });
    child.on('message', (message: { id: number; answer?: unknown; failed?: string }) => {
      const asker = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.failed === undefined) asker?.resolve(message.answer);
      else asker?.reject(new Error(`${file}: ${message.failed}`));
    });
  });
  return {
    pid: child.pid ?? 0,
    ready,
    ask<T>(question: unknown) {
      const id = ++asked;
      return new Promise<T>((resolve, reject) => {
        waiting.set(id, { resolve: (answer) => resolve(answer as T), reject });
        child.send({ id, question });
      });
    },
    alive: () => running.has(child),
    said: () => said,
    async stop() {
      child.kill('SIGTERM');
      const hard = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(hard);
    },
  };
}
