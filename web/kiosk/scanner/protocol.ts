/** What page and decoder say to each other. */
export interface Frame {
  id: number;
  image: ImageBitmap;
}

/** What is wrong with a frame without a code, as far as it can be told. */
export type Hint = 'too-dark' | 'too-far';

export interface Decoded {
  id: number;
  /** Empty text: a code without content. */
  text?: string;
  hint?: Hint;
}

export type DecoderMessage = { kind: 'ready'; engine: 'native' | 'wasm' } | { kind: 'decoded'; decoded: Decoded } | { kind: 'failed' };
export type DecoderRequest = { kind: 'start'; wasm: string } | { kind: 'frame'; frame: Frame };

export type Engine = 'native' | 'wasm' | 'plain';

export interface Decoder {
  engine: Engine;
  decode(image: ImageBitmap): Promise<Omit<Decoded, 'id'>>;
  stop(): void;
}
