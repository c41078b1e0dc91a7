/** Verdicts can be told apart without looking: one rising pair, two equal tones, one low buzz. */
import type { GateSound } from './state/gate.ts';

interface Tone {
  /** Hz */
  pitch: number;
  /** s from the beginning */
  from: number;
  /** s */
  length: number;
}

const TONES: Record<GateSound, readonly Tone[]> = {
  green: [
    { pitch: 880, from: 0, length: 0.09 },
    { pitch: 1320, from: 0.09, length: 0.14 },
  ],
  amber: [
    { pitch: 660, from: 0, length: 0.16 },
    { pitch: 660, from: 0.24, length: 0.16 },
  ],
  red: [{ pitch: 180, from: 0, length: 0.6 }],
  notice: [{ pitch: 740, from: 0, length: 0.08 }],
};

export interface Speaker {
  /** Inside a tap: browsers allow sound only then. */
  unlock(): void;
  /** With the verdict, and never before it: it begins once the frame has been drawn. */
  play(sound: GateSound): void;
}

export function createSpeaker(): Speaker {
  let context: AudioContext | undefined;
  let ready: Record<GateSound, AudioBuffer> | undefined;

  function start(sound: GateSound): void {
    if (context?.state !== 'running' || !ready) return;
    const source = new AudioBufferSourceNode(context, { buffer: ready[sound] });
    source.connect(context.destination);
    source.start();
  }

  return {
    unlock() {
      context ??= new AudioContext();
      ready ??= makeSounds(context);
      // A device without sound stays silent; the screen says everything too.
      context.resume().catch(() => undefined);
    },
    play: (sound) => afterPaint(() => start(sound)),
  };
}

/** A page that nobody sees draws nothing to wait for. */
function afterPaint(run: () => void): void {
  if (document.hidden) run();
  else requestAnimationFrame(() => setTimeout(run));
}

/** Made once: a scan has better things to do. */
const makeSounds = (context: BaseAudioContext): Record<GateSound, AudioBuffer> => ({
  green: makeSound(context, TONES.green, triangle),
  amber: makeSound(context, TONES.amber, triangle),
  red: makeSound(context, TONES.red, sawtooth),
  notice: makeSound(context, TONES.notice, triangle),
});

/** -1 to 1 at a part of the wave from 0 to 1. */
type Wave = (part: number) => number;
const triangle: Wave = (part) => 1 - 4 * Math.abs(part - 0.5);
const sawtooth: Wave = (part) => 2 * part - 1;

const LOUD = 0.5;
const SILENT = 0.001;

/** Each tone dies away. */
function makeSound({ sampleRate }: BaseAudioContext, tones: readonly Tone[], wave: Wave): AudioBuffer {
  const end = Math.max(...tones.map(({ from, length }) => from + length));
  const buffer = new AudioBuffer({ length: Math.ceil(end * sampleRate), sampleRate });
  const samples = buffer.getChannelData(0);
  for (const { pitch, from, length } of tones) {
    const first = Math.round(from * sampleRate);
    const count = Math.min(Math.floor(length * sampleRate), samples.length - first);
    for (let i = 0; i < count; i++) {
      const gain = LOUD * (SILENT / LOUD) ** (i / count);
      samples[first + i] = gain * wave(((i / sampleRate) * pitch) % 1);
    }
  }
  return buffer;
}
