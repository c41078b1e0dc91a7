/**
 * The camera of the journeys: a raw video file (YUV4MPEG2) that Chromium plays in a loop in place of a camera. It reads
 * the file frame by frame and opens it anew when a camera is opened, so writing other frames over the same file changes
 * what an open camera sees.
 */
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import QRCode from 'qrcode';

export interface Size {
  width: number;
  height: number;
}

const VGA: Size = { width: 640, height: 480 };

const FRAMES_PER_SECOND = 10;
/** Light grey like a screen or paper in a room; the code itself stands on white, with its quiet zone. */
const BACKGROUND = 200;
const QUIET = 4;
/** Part of the frame's height that the code with its quiet zone takes. */
const LARGE = 0.9;

/** Brightness of every point, row by row. `text` as a large QR code in the middle; undefined: nothing before the camera. */
function drawFrame(text: string | undefined, { width, height }: Size = VGA): Uint8Array {
  const luma = new Uint8Array(width * height).fill(BACKGROUND);
  if (text === undefined) return luma;
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const whole = modules.size + 2 * QUIET;
  const scale = Math.floor((height * LARGE) / whole);
  if (scale < 2) throw new Error(`A code of ${modules.size} modules is too dense for a camera of ${width} x ${height}`);
  const left = Math.floor((width - whole * scale) / 2);
  const top = Math.floor((height - whole * scale) / 2);
  for (let y = 0; y < whole * scale; y++) {
    for (let x = 0; x < whole * scale; x++) {
      const column = Math.floor(x / scale) - QUIET;
      const row = Math.floor(y / scale) - QUIET;
      const inside = column >= 0 && row >= 0 && column < modules.size && row < modules.size;
      luma[(top + y) * width + left + x] = inside && modules.get(row, column) ? 0 : 255;
    }
  }
  return luma;
}

/** A whole file; each frame is shown for a tenth of a second. */
function encodeVideo(frames: readonly Uint8Array[], { width, height }: Size = VGA): Buffer {
  const header = Buffer.from(`YUV4MPEG2 W${width} H${height} F${FRAMES_PER_SECOND}:1 Ip A1:1 C420jpeg\n`);
  // Colourless: both colour planes stand at their middle.
  const colour = Buffer.alloc((width / 2) * (height / 2) * 2, 128);
  return Buffer.concat([header, ...frames.flatMap((luma) => [Buffer.from('FRAME\n'), luma, colour])]);
}

export interface FakeCamera {
  /** For `launchBrowser({ camera })`. */
  readonly path: string;
  /** Holds a code before the camera until something else is shown. */
  show(text: string): void;
  /** Takes it away. */
  clear(): void;
  remove(): void;
}

/** What is shown next is the same number of bytes, so a browser in the middle of the file reads on without a break. */
export function fakeCamera(size: Size = VGA): FakeCamera {
  const folder = mkdtempSync(join(tmpdir(), 'quacong-camera-'));
  const path = join(folder, 'camera.y4m');
  const write = (text: string | undefined, flags = 'r+'): void => {
    const file = openSync(path, flags);
    writeSync(file, encodeVideo([drawFrame(text, size)], size));
    closeSync(file);
  };
  write(undefined, 'w');
  return {
    path,
    show: (text) => write(text),
    clear: () => write(undefined),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
