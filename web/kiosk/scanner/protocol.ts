/** What page and decoder say to each other. */
export interface Frame {
  id: number;
  /** Handed over; the decoder closes it. */
  image: ImageBitmap | VideoFrame;
  /** `live`: the next frame of the camera comes at once. `photo`: there is only this one, and time. */
  effort: Effort;
}

export type Effort = 'live' | 'photo';

/** What is wrong with a frame without a code, as far as it can be told. */
export type Hint = 'too-dark' | 'too-far' | 'glare' | 'blurred';

export interface Decoded {
  id: number;
  /** Empty text: a code without content. */
  text?: string;
  hint?: Hint;
  /** How much of the picture is other than in the frame before, 0 to 1. */
  motion?: number;
}
export type Reading = Omit<Decoded, 'id'>;

export type DecoderMessage = { kind: 'ready'; engine: 'native' | 'wasm' } | { kind: 'decoded'; decoded: Decoded } | { kind: 'failed' };
export type DecoderRequest = { kind: 'start'; wasm: string } | { kind: 'frame'; frame: Frame };

export type Engine = 'native' | 'wasm' | 'plain';

export interface Decoder {
  engine: Engine;
  decode(image: Frame['image'], effort: Effort): Promise<Reading>;
  stop(): void;
}
