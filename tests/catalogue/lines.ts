/** Many kept connections that send the same bytes over and over: a flood that costs the driver next to nothing. */
import { connect, type Socket } from 'node:net';
import type { Place } from './wire.ts';

export interface Heard {
  status: number;
  body: string;
}

export interface Lines {
  /** Rejects when the connection broke; the next one opens another. */
  ask(whole: Buffer): Promise<Heard>;
  close(): void;
}

export function wholeRequest({ host, port }: Place, path: string, headers: Readonly<Record<string, string>>, body: Buffer): Buffer {
  const lines = Object.entries({ host: `${host}:${port}`, 'content-length': String(body.length), ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return Buffer.concat([Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n`), body]);
}

/** At most so many at once: one request is under way on each connection. */
export function openLines(place: Place, most: number): Lines {
  const free: Socket[] = [];
  const all = new Set<Socket>();
  const open = (): Socket => {
    const socket = connect({ host: place.host, port: place.port, noDelay: true });
    all.add(socket);
    // Whoever asks on it hears of its end.
    socket.on('error', () => socket.destroy());
    socket.once('close', () => all.delete(socket));
    return socket;
  };
  return {
    ask(whole) {
      let socket = free.pop();
      while (socket?.destroyed) socket = free.pop();
      const using = socket ?? open();
      if (all.size > most * 2) return Promise.reject(new Error('too many connections'));
      return new Promise((resolve, reject) => {
        let text = '';
        const gone = (): void => reject(new Error('the connection broke'));
        const hear = (part: Buffer): void => {
          text += part.toString('latin1');
          const end = text.indexOf('\r\n\r\n');
          if (end < 0) return;
          const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, end))?.[1];
          if (length === undefined ? !text.endsWith('0\r\n\r\n') : text.length < end + 4 + Number(length)) return;
          using.off('data', hear);
          using.off('close', gone);
          free.push(using);
          const body = Buffer.from(text.slice(end + 4), 'latin1').toString('utf8');
          resolve({
            status: Number(text.slice(9, 12)),
            body: length === undefined ? body.replace(/^[0-9a-f]+\r\n|\r\n[0-9a-f]+\r\n/g, '').replace(/\r\n$/, '') : body,
          });
        };
        using.on('data', hear);
        using.once('close', gone);
        using.write(whole);
      });
    },
    close() {
      for (const socket of all) socket.destroy();
    },
  };
}
