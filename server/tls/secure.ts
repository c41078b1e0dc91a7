/** One port, two protocols: TLS is served, plain http is told where https is. */
import { createServer as createPlain, type RequestListener, type ServerOptions } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Pem } from './certificate.ts';

/** Slow or oversized requests end by themselves: 431 above 16 KB of headers, 408 when one takes too long. Times in ms. */
export const LIMITS: ServerOptions = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 15_000,
  requestTimeout: 60_000,
  // Longer than a proxy keeps an idle connection, so that none is closed under a request.
  keepAliveTimeout: 75_000,
  connectionsCheckingInterval: 5_000,
};
/** A connection on which nothing moves, ms: a client that stopped reading its download. */
export const IDLE = 120_000;
const FIRST_BYTE = 10_000;
/** The first byte of every TLS connection: a handshake record (RFC 8446, 5.1). */
const HANDSHAKE = 0x16;

export function secureServer(pem: Pem, listener: RequestListener, onPlain: RequestListener): Server {
  const server = createServer({ ...pem, ...LIMITS, handshakeTimeout: FIRST_BYTE }, listener);
  server.on('clientError', refuseRequest);
  const plain = createPlain(LIMITS, onPlain);
  const secured = server.listeners('connection');
  const waiting = new Set<Socket>();
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    waiting.add(socket);
    // Also for the plain answer, which is the only one on its connection.
    socket.setTimeout(FIRST_BYTE, () => socket.destroy());
    socket.on('error', () => socket.destroy());
    socket.once('close', () => waiting.delete(socket));
    socket.once('data', (chunk: Buffer) => {
      socket.pause();
      socket.unshift(chunk);
      if (chunk[0] !== HANDSHAKE) {
        plain.emit('connection', socket);
        socket.resume();
        return;
      }
      waiting.delete(socket);
      socket.setTimeout(0);
      socket.removeAllListeners('timeout');
      for (const secure of secured) secure.call(server, socket);
    });
  });
  // What has not become a TLS connection holds no answer worth waiting for.
  const close = server.close.bind(server);
  server.close = (done) => {
    for (const socket of waiting) socket.destroy();
    return close(done);
  };
  return server;
}

const REFUSALS: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

const refused = new WeakSet<Duplex>();

/**
 * What Node answers by itself, one turn later: on a socket whose first bytes were looked at, an answer written while
 * the decrypted bytes are still being handed over is dropped with the connection (seen with Node 20).
 */
export function refuseRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
  // The rest of an oversized head arrives after its refusal: read and dropped, for a reset would take the answer along.
  if (refused.has(socket)) return;
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  refused.add(socket);
  setImmediate(() => socket.end(`HTTP/1.1 ${REFUSALS[error.code ?? ''] ?? '400 Bad Request'}\r\nconnection: close\r\n\r\n`));
  setTimeout(() => socket.destroy(), 1000).unref();
}
