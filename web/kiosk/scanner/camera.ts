/** The camera: which one, how it is asked for, torch, and frames as fast as the decoder takes them. */
import { BrowserCodeReader } from '@zxing/browser';
import type { Decoder, Hint } from './protocol.ts';

export type CameraTrouble = 'denied' | 'none' | 'busy' | 'insecure';

export interface CameraDevice {
  id: string;
  name: string;
}

export interface Camera {
  video: HTMLVideoElement;
  devices: CameraDevice[];
  device: string | undefined;
  torch: boolean;
  setTorch(on: boolean): Promise<void>;
  stop(): void;
}

export interface CameraEvents {
  decoder: Decoder;
  onText(text: string): void;
  onHint(hint: Hint | undefined): void;
  /** The stream ended by itself: unplugged, or taken by another program. */
  onEnd(): void;
}

/** So many empty frames in a row before the screen says what is wrong. */
const HINT_AFTER = 8;

export class CameraRefused extends Error {
  override readonly name = 'CameraRefused';
  readonly trouble: CameraTrouble;

  constructor(trouble: CameraTrouble) {
    super(trouble);
    this.trouble = trouble;
  }
}

/** @throws CameraRefused */
export async function startCamera(device: string | undefined, events: CameraEvents): Promise<Camera> {
  const stream = await openStream(device);
  const [track] = stream.getVideoTracks();
  if (!track) throw new CameraRefused('none');
  await focus(track);
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  BrowserCodeReader.addVideoSource(video, stream);
  await BrowserCodeReader.tryPlayVideo(video);
  track.addEventListener('ended', () => events.onEnd());
  const stopReading = readFrames(video, events);
  return {
    video,
    devices: await listDevices(),
    device: track.getSettings().deviceId,
    torch: BrowserCodeReader.mediaStreamIsTorchCompatible(stream),
    setTorch: (on) => BrowserCodeReader.mediaStreamSetTorch(track, on),
    stop() {
      stopReading();
      for (const each of stream.getTracks()) each.stop();
      BrowserCodeReader.cleanVideoSource(video);
    },
  };
}

async function openStream(device: string | undefined): Promise<MediaStream> {
  if (!navigator.mediaDevices) throw new CameraRefused('insecure');
  const size = { width: { ideal: 1920 }, height: { ideal: 1080 } };
  const which = device ? { deviceId: { exact: device } } : { facingMode: { ideal: 'environment' } };
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: false, video: { ...size, ...which } });
  } catch (error) {
    // A camera that was chosen once and is gone: any other will do.
    if (device && error instanceof DOMException && error.name === 'OverconstrainedError') return openStream(undefined);
    throw new CameraRefused(troubleOf(error));
  }
}

function troubleOf(error: unknown): CameraTrouble {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'none';
}

/** Of the Image Capture draft; the types of the browser do not know it. */
interface FocusConstraint extends MediaTrackConstraintSet {
  focusMode: 'continuous';
}

/** Dense codes stay blurred without it; cameras that cannot focus say no, and that is all right. */
async function focus(track: MediaStreamTrack): Promise<void> {
  const advanced: FocusConstraint[] = [{ focusMode: 'continuous' }];
  await track.applyConstraints({ advanced }).catch(() => undefined);
}

async function listDevices(): Promise<CameraDevice[]> {
  const all = await BrowserCodeReader.listVideoInputDevices();
  return all.map((each, index) => ({ id: each.deviceId, name: each.label || `Camera ${index + 1}` }));
}

function readFrames(video: HTMLVideoElement, { decoder, onText, onHint }: CameraEvents): () => void {
  let stopped = false;
  let hints = 0;

  async function loop(): Promise<void> {
    while (!stopped) {
      await nextFrame(video);
      if (stopped || video.readyState < video.HAVE_CURRENT_DATA || video.videoWidth === 0) continue;
      const image = await createImageBitmap(video);
      const { text, hint } = await decoder.decode(image);
      if (stopped) return;
      hints = text === undefined && hint ? hints + 1 : 0;
      onHint(hints >= HINT_AFTER ? hint : undefined);
      if (text !== undefined) onText(text);
    }
  }

  // One frame that cannot be grabbed (the tab is being hidden) does not end the scanning.
  const start = (): void => {
    loop().catch(() => {
      if (!stopped) setTimeout(start, 500);
    });
  };
  start();
  return () => {
    stopped = true;
  };
}

function nextFrame(video: HTMLVideoElement): Promise<void> {
  return new Promise((resolve) => {
    if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(() => resolve());
    else setTimeout(resolve, 66);
  });
}
