/**
 * The load, in a process of its own: keep-alive sockets that each send the next request when the last is answered.
 * Requests are made as bytes beforehand, so that as little as possible of the machine goes to asking.
 */
import { connect, type Socket } from 'node:net';
import { answering } from './answering.mjs';

export interface Load {
  port: number;
  path: string;
  headers: Record<string, string>;
  /** One list for each connection; sent in order. */
  bodies: { text: string; headers?: Record<string, string> }[][];
  seconds: number;
  /** An answer with another status ends the round as failed. */
  status: number;
}

export interface Loaded {
  answers: number;
  /** Of each connection: so many of the first of its list. */
  each: number[];
  seconds: number;
}

const request = ({ port, path, headers }: Load, body: Load['bodies'][number][number]): Buffer => {
  const bytes = Buffer.from(body.text);
  const all = {
    host: `127.0.0.1:${port}`,
    'content-type': 'application/json',
    ...headers,
    ...body.headers,
    'content-length': bytes.length,
  };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`POST ${path} HTTP/1.1\r\n${head.join('')}\r\n`), bytes]);
};

async function run(load: Load): Promise<Loaded> {
  const prepared = load.bodies.map((list) => list.map((body) => request(load, body)));
  const each = load.bodies.map(() => 0);
  let last = 0;
  const started = performance.now();
  let end = started + load.seconds * 1000;
  await Promise.all(
    prepared.map(async (list, connection) => {
      const socket = connect({ port: load.port, host: '127.0.0.1', noDelay: true });
      try {
        for (const bytes of list) {
          if (performance.now() >= end) return;
          const status = await answerTo(socket, bytes);
          if (status !== load.status) throw new Error(`answered ${status}, not ${load.status}`);
          each[connection] = (each[connection] ?? 0) + 1;
          last = performance.now();
        }
        // The first that has nothing left to ask ends the round for all.
        end = performance.now();
      } finally {
        socket.destroy();
      }
    }),
  );
  return { answers: each.reduce((sum, count) => sum + count, 0), each, seconds: (last - started) / 1000 };
}

/** Answers with a length only: ours and the bare one give it. */
function answerTo(socket: Socket, bytes: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    let got: Buffer = Buffer.alloc(0);
    const settle = (status: number | Error): void => {
      socket.removeAllListeners();
      if (typeof status === 'number') resolve(status);
      else reject(status);
    };
    socket.on('error', settle);
    socket.on('close', () => settle(new Error('the connection was closed')));
    socket.on('data', (chunk: Buffer) => {
      got = got.length === 0 ? chunk : Buffer.concat([got, chunk]);
      const headEnd = got.indexOf('\r\n\r\n');
      if (headEnd === -1) return;
      const head = got.subarray(0, headEnd).toString('latin1');
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN);
      if (Number.isNaN(length)) return settle(new Error(`an answer without a length: ${head}`));
      if (got.length >= headEnd + 4 + length) settle(Number(head.slice(9, 12)));
    });
    socket.write(bytes);
  });
}

answering('ready', run);
