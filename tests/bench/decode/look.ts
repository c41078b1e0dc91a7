/** What the page of the bench can do, without what it is made of. */
export interface Look {
  text: string | null;
  ms: number;
}

interface BenchPage {
  start(script: string, wasm: string, peerWasm: string): Promise<{ engine: string; peers: string[] }>;
  /** Decoders by name. @throws Error for a file that is no picture */
  look(url: string, names: readonly string[]): Promise<Record<string, Look>>;
}
declare global {
  var bench: BenchPage;
}
