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
  play(sound: GateSound): void;
}

export function createSpeaker(): Speaker {
  let context: AudioContext | undefined;
  return {
    unlock() {
      context ??= new AudioContext();
      // A device without sound stays silent; the screen says everything too.
      context.resume().catch(() => undefined);
    },
    play(sound) {
      if (context?.state !== 'running') return;
      for (const tone of TONES[sound]) playTone(context, tone, sound === 'red' ? 'sawtooth' : 'triangle');
    },
  };
}

function playTone(context: AudioContext, { pitch, from, length }: Tone, type: OscillatorType): void {
  const start = context.currentTime + from;
  const oscillator = new OscillatorNode(context, { type, frequency: pitch });
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.setValueAtTime(0.5, start);
  gain.gain.exponentialRampToValueAtTime(0.001, start + length);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + length);
}
