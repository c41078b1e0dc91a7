/** Frames of the camera, one at a time, as often as it is worth it. */
import { type CalmHint, createCalmHint } from './calm-hint.ts';
import type { Decoder, Frame, Hint, Reading } from './protocol.ts';

export interface FrameEvents {
  /** Asked for each frame: it may have been replaced. */
  decoder(): Promise<Decoder>;
  onText(text: string): void;
  onHint(hint: Hint | undefined): void;
  /** Something moved before the camera. */
  onMotion(): void;
}

export interface Frames {
  /** When the camera gave a picture last; monotonic ms. */
  lastAt(): number;
  stop(): void;
}

/** ms from one frame to the next while somebody is there: twenty a second. */
const EAGER = 50;
/** While nobody is there; still at once for a person who comes. */
const CALM = 110;
/** While the code that was just read is still held there. */
const HELD = 150;
/** Without motion or code for so long nobody is there. */
const CALM_AFTER = 2_500;
const MOVED = 0.02;

export function readFrames(video: HTMLVideoElement, events: FrameEvents): Frames {
  const calmHint = createCalmHint();
  let stopped = false;
  let lastAt = performance.now();
  let livelyAt = performance.now();

  async function loop(): Promise<void> {
    while (!stopped) {
      await nextFrame(video);
      if (stopped || video.readyState < video.HAVE_CURRENT_DATA || video.videoWidth === 0) continue;
      const at = performance.now();
      lastAt = at;
      const decoder = await events.decoder();
      const reading = await decoder.decode(await grab(video), 'live');
      if (stopped) return;
      if (isLively(reading)) livelyAt = at;
      tell(reading, events, calmHint);
      const pace = reading.text !== undefined ? HELD : at - livelyAt > CALM_AFTER ? CALM : EAGER;
      await pause(at + pace - performance.now());
    }
  }

  // One frame that cannot be grabbed (the tab is being hidden) does not end the scanning.
  const start = (): void => {
    loop().catch(() => {
      if (!stopped) setTimeout(start, 500);
    });
  };
  start();
  return {
    lastAt: () => lastAt,
    stop() {
      stopped = true;
    },
  };
}

/** An engine that measures no motion counts as quiet. */
const isLively = ({ text, hint, motion = 0 }: Reading): boolean => text !== undefined || hint === 'blurred' || motion >= MOVED;

function tell(reading: Reading, { onText, onHint, onMotion }: FrameEvents, calmHint: CalmHint): void {
  // Somebody waits for this.
  if (reading.text !== undefined) onText(reading.text);
  if (isLively(reading)) onMotion();
  onHint(calmHint.next({ hint: reading.hint, read: reading.text !== undefined }, performance.now()));
}

/** The camera's own buffer where the browser lends it: no copy and no colours. */
async function grab(video: HTMLVideoElement): Promise<Frame['image']> {
  return 'VideoFrame' in window ? new VideoFrame(video) : createImageBitmap(video);
}

function nextFrame(video: HTMLVideoElement): Promise<void> {
  return new Promise((resolve) => {
    if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(() => resolve());
    else setTimeout(resolve, EAGER);
  });
}

const pause = (ms: number): Promise<void> => (ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : Promise.resolve());
