/** A proxy with one fault, to stand between a kiosk and the real server. */
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NotUnderstood } from './generate.ts';
import type { Place } from './wire.ts';

export interface FaultProxy {
  url: string;
  /** How often the fault struck. */
  struck(): number;
  /** From now on everything passes. */
  heal(): void;
  close(): Promise<void>;
}

interface Exchange {
  incoming: IncomingMessage;
  body: Buffer;
  response: ServerResponse;
  forward(): Promise<{ status: number; headers: Record<string, string>; body: Buffer }>;
}

/** `true`: the fault was done; false: let it through. */
type Fault = (exchange: Exchange) => Promise<boolean>;

const TYPES = /^(\d{3})(?: ([\w.+-]+\/[\w.+-]+(?:; ?[\w=-]+)?))?(?: ([\s\S]*))?$/;

function faultOf(spec: string): Fault {
  const [, respond] = /^respond:([\s\S]+)$/.exec(spec) ?? [];
  if (respond !== undefined || /^\d{3}( |$)/.test(spec)) {
    const parts = TYPES.exec(respond ?? spec);
    if (!parts) throw new NotUnderstood(`proxy ${spec}`);
    const [, status = '', type = 'text/plain', body = ''] = parts;
    return async ({ response }) => answer(response, Number(status), type, Buffer.from(body));
  }
  const contains = /^(\d{3})_when_contains:([\s\S]+)$/.exec(spec);
  if (contains) {
    const [, status = '', text = ''] = contains;
    const body = JSON.stringify({
      type: 'about:blank',
      code: status === '400' ? 'bad-request' : 'invalid-input',
      status: Number(status),
      title: 'refused',
    });
    return async ({ body: sent, response }) =>
      sent.includes(text) && answer(response, Number(status), 'application/problem+json', Buffer.from(body));
  }
  const name = spec.replaceAll('-', '_').toLowerCase();
  if (/^(reset|drop|close)_(before|on)/.test(name) || /^(refuse|offline|down)/.test(name)) return async ({ incoming }) => cut(incoming);
  if (/^(reset|drop|close)_after_(request|send|sent)/.test(name)) {
    return async ({ incoming, forward }) => {
      await forward();
      return cut(incoming);
    };
  }
  if (/^(reset|drop|close)_after_headers|^(half|partial|truncated?)_?/.test(name)) {
    return async ({ incoming, response, forward }) => {
      const { status, headers, body } = await forward();
      response.writeHead(status, { ...headers, 'content-length': body.length });
      response.write(/headers/.test(name) ? '' : body.subarray(0, Math.floor(body.length / 2)));
      await new Promise((resolve) => setTimeout(resolve, 30));
      return cut(incoming);
    };
  }
  const stall = /^(?:stall|delay|slow|timeout)[:_]?(\d+)?(ms|s)?$/.exec(name);
  if (stall) {
    // A client gives up before this; a driver that waits as long as a person would not end in time.
    const ms = Math.min(3000, Number(stall[1] ?? 30) * (stall[2] === 'ms' ? 1 : 1000));
    return async ({ incoming, forward }) => {
      await forward();
      await new Promise((resolve) => setTimeout(resolve, ms));
      return cut(incoming);
    };
  }
  if (/^(duplicate|twice|repeat)/.test(name)) {
    return async ({ response, forward }) => {
      await forward();
      const { status, headers, body } = await forward();
      return answer(response, status, headers['content-type'] ?? '', body);
    };
  }
  throw new NotUnderstood(`proxy ${spec}`);
}

function answer(response: ServerResponse, status: number, type: string, body: Buffer): true {
  response.writeHead(status, { 'content-type': type, 'content-length': body.length });
  response.end(body);
  return true;
}

function cut(incoming: IncomingMessage): true {
  incoming.socket.destroy();
  return true;
}

export async function startProxy(to: () => Place, spec: string): Promise<FaultProxy> {
  const fault = faultOf(spec);
  let struck = 0;
  let healed = false;
  const server: Server = createServer((incoming, response) => {
    handle(incoming, response).catch(() => cut(incoming));
  });
  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const forward = () => pass(to(), incoming, body);
    if (!healed && (await fault({ incoming, body, response, forward }))) {
      struck++;
      return;
    }
    const through = await forward();
    response.writeHead(through.status, { ...through.headers, 'content-length': through.body.length });
    response.end(through.body);
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    struck: () => struck,
    heal() {
      healed = true;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function pass(
  to: Place,
  incoming: IncomingMessage,
  body: Buffer,
): Promise<{ status: number; headers: Record<string, string>; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).filter(
        ([name, value]) => typeof value === 'string' && !['connection', 'host', 'transfer-encoding'].includes(name),
      ),
    );
    const asked = request({ host: to.host, port: to.port, method: incoming.method, path: incoming.url, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const kept = Object.entries(response.headers).filter(
          ([name]) => !['connection', 'transfer-encoding', 'content-length', 'keep-alive'].includes(name),
        );
        resolve({
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(kept.map(([name, value]) => [name, String(value)])),
          body: Buffer.concat(parts),
        });
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}
