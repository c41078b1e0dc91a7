/** Requests exactly as a case writes them: over a raw socket, since a browser's client would mend or refuse them. */
import { connect, type Socket } from 'node:net';
import { isSlow, type SlowBody } from './generate.ts';

export interface Reply {
  /** 0: nothing came back. */
  status: number;
  headers: Readonly<Record<string, string>>;
  /** Header lines as they came, for what must stand there once. */
  rawHeaders: readonly string[];
  body: Buffer;
  ms: number;
}

export interface Sending {
  method?: string;
  /** As it goes over the wire. */
  path: string;
  headers?: Readonly<Record<string, string | null>>;
  body?: string | Uint8Array | SlowBody;
  /** What a slow body is made of. */
  slowText?: string;
  localAddress?: string;
  timeoutMs?: number;
}

export interface Place {
  host: string;
  port: number;
}

const TIMEOUT = 60_000;

/** Never rejects: a connection that ends without an answer is an answer with status 0. */
export function send(place: Place, sending: Sending): Promise<Reply> {
  const { method = 'GET', path } = sending;
  const slow = isSlow(sending.body) ? sending.body : undefined;
  const body = isSlow(sending.body)
    ? Buffer.from(sending.slowText ?? '{}')
    : sending.body === undefined
      ? undefined
      : Buffer.from(sending.body);
  const headers = new Map<string, string>([['host', `${place.host}:${place.port}`]]);
  for (const [name, value] of Object.entries(sending.headers ?? {})) {
    if (value === null) headers.delete(name.toLowerCase());
    else headers.set(name.toLowerCase(), value);
  }
  const chunked = /chunked/i.test(headers.get('transfer-encoding') ?? '');
  if (body && !chunked && !headers.has('content-length')) headers.set('content-length', String(body.length));
  const head = `${method} ${path} HTTP/1.1\r\n${[...headers].map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
  const short = body !== undefined && !chunked && Number(headers.get('content-length')) > body.length;

  return new Promise((resolve) => {
    const started = performance.now();
    const parts: Buffer[] = [];
    let arrived = 0;
    let whole: number | undefined;
    const socket = connect({ host: place.host, port: place.port, ...(sending.localAddress ? { localAddress: sending.localAddress } : {}) });
    let done = false;
    const finish = (): void => {
      if (done) return;
      done = true;
      clearTimeout(timer);
      socket.destroy();
      resolve({ ...parse(Buffer.concat(parts)), ms: performance.now() - started });
    };
    const timer = setTimeout(finish, sending.timeoutMs ?? TIMEOUT);
    socket.on('data', (part) => {
      parts.push(part);
      arrived += part.length;
      whole ??= lengthOf(parts);
      if (whole !== undefined && (arrived >= whole || (whole < 0 && isLast(part)))) finish();
    });
    socket.on('end', finish);
    socket.on('close', finish);
    // What was answered before the connection broke has been read already.
    socket.on('error', () => setTimeout(finish, 20));
    socket.on('connect', () => {
      socket.setNoDelay(true);
      socket.write(Buffer.from(head, 'utf8'));
      if (!body) return;
      if (slow) void drip(socket, body, slow);
      else if (chunked) writeChunked(socket, body);
      else socket.write(body);
      if (short) socket.end();
    });
  });
}

async function drip(socket: Socket, body: Buffer, { pieces, pauseMs }: SlowBody): Promise<void> {
  const size = Math.ceil(body.length / pieces);
  for (let at = 0; at < body.length && !socket.destroyed; at += size) {
    socket.write(body.subarray(at, at + size));
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

function writeChunked(socket: Socket, body: Buffer): void {
  for (let at = 0; at < body.length; at += 65_536) {
    const part = body.subarray(at, at + 65_536);
    socket.write(`${part.length.toString(16)}\r\n`);
    socket.write(part);
    socket.write('\r\n');
  }
  socket.write('0\r\n\r\n');
}

/** Bytes of the whole answer once its head is there; -1 when it comes in chunks, Infinity when only its end tells. */
function lengthOf(parts: readonly Buffer[]): number | undefined {
  const all = Buffer.concat(parts);
  const end = all.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = all.subarray(0, end).toString('latin1');
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (/\r\ntransfer-encoding: *chunked/i.test(head)) return -1;
  if (/^HTTP\/1\.1 (204|304)/.test(head)) return end + 4;
  return length === undefined ? Number.POSITIVE_INFINITY : end + 4 + Number(length);
}

const isLast = (part: Buffer): boolean => part.subarray(-5).toString('latin1') === '0\r\n\r\n';

function parse(all: Buffer): Omit<Reply, 'ms'> {
  const end = all.indexOf('\r\n\r\n');
  const nothing = { status: 0, headers: {}, rawHeaders: [], body: Buffer.alloc(0) };
  if (end < 0) return nothing;
  const [first = '', ...rawHeaders] = all.subarray(0, end).toString('utf8').split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1] ?? 0);
  const headers: Record<string, string> = {};
  for (const line of rawHeaders) {
    const at = line.indexOf(':');
    const name = line.slice(0, at).toLowerCase();
    const value = line.slice(at + 1).trim();
    headers[name] = headers[name] === undefined || name !== 'set-cookie' ? value : `${headers[name]}\n${value}`;
  }
  const rest = all.subarray(end + 4);
  return { status, headers, rawHeaders, body: /chunked/i.test(headers['transfer-encoding'] ?? '') ? unchunk(rest) : rest };
}

function unchunk(body: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const line = body.indexOf('\r\n', at);
    const size = line < 0 ? 0 : Number.parseInt(body.subarray(at, line).toString('latin1'), 16);
    if (!size) break;
    parts.push(body.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
  return Buffer.concat(parts);
}

export const jsonOf = (reply: Reply): unknown => {
  try {
    return JSON.parse(reply.body.toString('utf8'));
  } catch {
    return undefined;
  }
};
