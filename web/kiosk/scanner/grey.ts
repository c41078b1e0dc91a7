/** A grey picture, 0 black to 255 white, row by row. */
export interface Grey {
  width: number;
  height: number;
  /** At least width * height bytes; more where a buffer is used again. */
  data: Uint8Array;
}

export const size = ({ width, height }: Pick<Grey, 'width' | 'height'>): number => width * height;

/**
 * Buffers by name, kept from frame to frame: a new one for each picture is megabytes a second for the collector.
 * What a name held before is gone with the next call.
 */
export interface Shelf {
  grey(name: string, width: number, height: number): Grey;
}

export function createShelf(): Shelf {
  const kept = new Map<string, Uint8Array>();
  return {
    grey(name, width, height) {
      let data = kept.get(name);
      if (!data || data.length < width * height) {
        data = new Uint8Array(width * height);
        kept.set(name, data);
      }
      return { width, height, data };
    },
  };
}
