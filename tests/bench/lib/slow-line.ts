/**
 * A slow network as a TCP proxy: so many bits a second and so long on the way in each direction, for all connections
 * together. Chromium's own throttling leaves out what a service worker asks for.
 */
import { connect, createServer, type Socket } from 'node:net';

export interface SlowLine {
  /** Bytes that went to the server. */
  sent(): number;
  close(): Promise<void>;
}

interface Line {
  listen: number;
  to: number;
  bitsPerSecond: number;
  /** ms one way. */
  delay: number;
}

/** One direction: a chunk leaves when those before it have, and arrives `delay` later. */
function lane(bitsPerSecond: number, delay: number) {
  let free = 0;
  let bytes = 0;
  return {
    bytes: () => bytes,
    pass(from: Socket, to: Socket): void {
      from.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        const now = performance.now();
        free = Math.max(free, now) + (chunk.length * 8000) / bitsPerSecond;
        // What the line cannot take yet stays with the sender.
        from.pause();
        setTimeout(() => from.resume(), free - now);
        setTimeout(() => void (to.destroyed || to.write(chunk)), free - now + delay);
      });
      from.on('end', () => setTimeout(() => to.end(), Math.max(0, free - performance.now()) + delay));
      from.on('error', () => to.destroy());
      from.on('close', () => setTimeout(() => to.destroy(), Math.max(0, free - performance.now()) + delay + 100));
    },
  };
}

export async function slowLine({ listen, to, bitsPerSecond, delay }: Line): Promise<SlowLine> {
  const up = lane(bitsPerSecond, delay);
  const down = lane(bitsPerSecond, delay);
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const target = connect({ port: to, host: '127.0.0.1' });
    for (const socket of [client, target]) {
      socket.setNoDelay(true);
      open.add(socket);
      socket.on('close', () => open.delete(socket));
    }
    up.pass(client, target);
    down.pass(target, client);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(listen, '127.0.0.1', resolve);
  });
  return {
    sent: up.bytes,
    close() {
      for (const socket of open) socket.destroy();
      // Closed already: that is what was asked for.
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
