/** The camera: which one, how it is asked for, and what it can do. */
import { BrowserCodeReader } from '@zxing/browser';
import { type FrameEvents, readFrames } from './frames.ts';

/** `lost`: it was there and is gone. `busy`: another program has it. */
export type CameraTrouble = 'denied' | 'none' | 'busy' | 'insecure' | 'lost';

export interface CameraDevice {
  id: string;
  name: string;
}

export interface Camera {
  video: HTMLVideoElement;
  devices: CameraDevice[];
  device: string | undefined;
  /** Looks at the person who holds the tablet: shown as in a mirror. */
  front: boolean;
  torch: boolean;
  /** Farthest that it can go, where it can. */
  zoom: number | undefined;
  setTorch(on: boolean): Promise<void>;
  setZoom(factor: number): Promise<void>;
  stop(): void;
}

export interface CameraEvents extends FrameEvents {
  /** The stream ended by itself, or gives no pictures any more. */
  onEnd(trouble: 'lost' | 'busy'): void;
}

/** A stream without a picture for so long belongs to somebody else. */
const SILENT_FOR = 6_000;

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

  const frames = readFrames(video, events);
  const watchdog = setInterval(() => {
    if (document.visibilityState === 'visible' && performance.now() - frames.lastAt() > SILENT_FOR) events.onEnd('busy');
  }, 1_000);
  track.addEventListener('ended', () => events.onEnd('lost'));
  const { deviceId, facingMode } = track.getSettings();
  return {
    video,
    devices: await listDevices(),
    device: deviceId,
    front: facingMode === 'user',
    torch: BrowserCodeReader.mediaStreamIsTorchCompatible(stream),
    zoom: farthest(track),
    setTorch: (on) => BrowserCodeReader.mediaStreamSetTorch(track, on),
    setZoom: (zoom) => setLens(track, { zoom }),
    stop() {
      clearInterval(watchdog);
      frames.stop();
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
    if (device && error instanceof DOMException && (error.name === 'OverconstrainedError' || error.name === 'NotFoundError'))
      return openStream(undefined);
    throw new CameraRefused(troubleOf(error));
  }
}

function troubleOf(error: unknown): CameraTrouble {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'none';
}

/** Of the Image Capture draft; the types of the browser do not know it. */
interface Lens extends MediaTrackConstraintSet {
  focusMode?: 'continuous';
  zoom?: number;
}

/** Dense codes stay blurred without it; cameras that cannot focus say no, and that is all right. */
async function focus(track: MediaStreamTrack): Promise<void> {
  await setLens(track, { focusMode: 'continuous' }).catch(() => undefined);
}

function setLens(track: MediaStreamTrack, lens: Lens): Promise<void> {
  const advanced: Lens[] = [lens];
  return track.applyConstraints({ advanced });
}

function farthest(track: MediaStreamTrack): number | undefined {
  const can: MediaTrackCapabilities & { zoom?: { max?: number } } = track.getCapabilities?.() ?? {};
  return can.zoom?.max !== undefined && can.zoom.max >= 1.5 ? can.zoom.max : undefined;
}

async function listDevices(): Promise<CameraDevice[]> {
  const all = await BrowserCodeReader.listVideoInputDevices();
  return all.map((each, index) => ({ id: each.deviceId, name: each.label || `Camera ${index + 1}` }));
}
