/**
 * The spreadsheet library deflates by the platform's CompressionStream, at zlib's level 6 and waiting for each piece, and
 * has no setting for it: a third of a workbook's time. Level 1 makes the file a fifth larger, and the next piece is
 * made while the last one is deflated on another thread (docs/decisions/0014-a-built-server.md).
 */
import { Duplex } from 'node:stream';
import { constants, createDeflateRaw } from 'node:zlib';

/** Bytes; as many may wait to be deflated as two of the library's pieces. Node's types leave the stream's own option out. */
const SETTINGS = { level: constants.Z_BEST_SPEED, highWaterMark: 131_072, chunkSize: 65_536 };

let installed = false;

/** From here on `deflate-raw` of this process is the quick one; what reads it needs to know nothing. */
export function deflateQuickly(): void {
  if (installed) return;
  installed = true;
  const standard = globalThis.CompressionStream;
  const quick = new Proxy(standard, {
    construct(target, args) {
      if (args[0] !== 'deflate-raw') return Reflect.construct(target, args);
      return Duplex.toWeb(createDeflateRaw(SETTINGS));
    },
  });
  Object.defineProperty(globalThis, 'CompressionStream', { value: quick, configurable: true, writable: true });
}
