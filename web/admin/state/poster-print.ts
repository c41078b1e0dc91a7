/** A PDF of many posters on its way: how many of its pages have come, until it is whole or nobody wants it any more. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { ClientProblem } from '../../lib/client.ts';
import type { Client } from '../client.ts';
import { type Received, receiveFile } from './receive-file.ts';

export type PrintStage =
  | { kind: 'idle' }
  /** `of` is undefined until the server has said it. */
  | { kind: 'arriving'; pages: number; of: number | undefined }
  | { kind: 'failed'; problem: ClientProblem }
  | { kind: 'done'; pages: number; name: string };

export interface PosterPrint {
  stage: ReadonlySignal<PrintStage>;
  start(): Promise<void>;
  cancel(): void;
}

/** Stands once in a PDF for each page, as soon as that page is whole. */
const PAGE = new TextEncoder().encode('/Type /Page\n');

const SECOND_SLASH = 6;

/** Counts the pages in what it is fed, also one whose mark lies across two pieces. */
export function pageCounter(): (piece: Uint8Array) => number {
  let pages = 0;
  let matched = 0;
  return (piece) => {
    for (const byte of piece) {
      if (byte === PAGE[matched]) matched++;
      // The mark's second slash may be the first of another mark.
      else if (matched === SECOND_SLASH + 1 && byte === PAGE[1]) matched = 2;
      else matched = byte === PAGE[0] ? 1 : 0;
      if (matched < PAGE.length) continue;
      pages++;
      matched = 0;
    }
    return pages;
  };
}

export function createPosterPrint(ports: { client: Client; save: (file: Received) => void }, address: () => string): PosterPrint {
  const stage = signal<PrintStage>({ kind: 'idle' });
  let abort: AbortController | undefined;

  async function start(): Promise<void> {
    if (stage.value.kind === 'arriving') return;
    abort = new AbortController();
    const { signal: stop } = abort;
    const count = pageCounter();
    let pages = 0;
    stage.value = { kind: 'arriving', pages, of: undefined };
    const ask = async (): Promise<Response> => {
      const response = await ports.client.fetch(address(), { signal: stop });
      return response.ok && response.body ? watched(response, response.body, (piece) => (pages = count(piece))) : response;
    };
    const result = await receiveFile(ask, ({ rows }) => {
      if (!stop.aborted) stage.value = { kind: 'arriving', pages, of: rows };
    });
    if (stop.aborted) return;
    if (!result.ok) {
      stage.value = { kind: 'failed', problem: result.problem };
      return;
    }
    ports.save(result.file);
    stage.value = { kind: 'done', pages: result.rows, name: result.file.name };
  }

  return {
    stage,
    start,
    cancel() {
      abort?.abort();
      stage.value = { kind: 'idle' };
    },
  };
}

/** The same answer, each piece shown to somebody before it goes on. */
function watched(response: Response, body: ReadableStream<Uint8Array>, onPiece: (piece: Uint8Array) => void): Response {
  const seen = body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(piece, controller) {
        onPiece(piece);
        controller.enqueue(piece);
      },
    }),
  );
  return new Response(seen, { status: response.status, headers: response.headers });
}
