/** A file that arrives as a stream: how many rows it states, how much has come, and its name. */
import type { ClientProblem } from '../../lib/client.ts';

export interface Received {
  blob: Blob;
  name: string;
}

export interface Arrival {
  /** From `x-row-count`, known before the first byte. */
  rows: number | undefined;
  bytes: number;
}

/** Reads to the end; a stream that breaks off gives `offline`, never half a file. */
export async function receiveFile(
  ask: () => Promise<Response>,
  onArrival: (arrival: Arrival) => void,
): Promise<{ ok: true; file: Received; rows: number; id: string } | { ok: false; problem: ClientProblem }> {
  const offline = { ok: false, problem: { code: 'offline', status: 0 } } as const;
  let response: Response;
  try {
    response = await ask();
  } catch {
    return offline;
  }
  if (!response.ok) return { ok: false, problem: await problemOf(response) };
  const rows = readRowCount(response.headers.get('x-row-count'));
  const disposition = response.headers.get('content-disposition');
  const id = response.headers.get('x-export-id') ?? '';
  // A sign-in page of the Wi-Fi also answers 200, without any of this.
  if (rows === undefined || disposition === null || !response.body) return { ok: false, problem: { code: 'not-an-answer', status: 200 } };
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  onArrival({ rows, bytes });
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      bytes += value.length;
      onArrival({ rows, bytes });
    }
  } catch {
    return offline;
  }
  const blob = new Blob(parts, { type: response.headers.get('content-type') ?? 'application/octet-stream' });
  return { ok: true, file: { blob, name: fileName(disposition) }, rows, id };
}

const readRowCount = (text: string | null): number | undefined => (text !== null && /^\d{1,12}$/.test(text) ? Number(text) : undefined);

async function problemOf(response: Response): Promise<ClientProblem> {
  const stranger: ClientProblem = { code: 'not-an-answer', status: response.status };
  try {
    const value: unknown = await response.json();
    return isProblem(value) ? { ...value, status: response.status } : stranger;
  } catch {
    return stranger;
  }
}

const isProblem = (value: unknown): value is ClientProblem =>
  typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string';

/** The name of RFC 6266, the UTF-8 one first; without folders and without what file systems refuse. */
export function fileName(disposition: string): string {
  const encoded = /filename\*=UTF-8''([^;\s]+)/i.exec(disposition)?.[1];
  const plain = /filename="([^"]*)"/i.exec(disposition)?.[1];
  const name = (encoded && decode(encoded)) || plain || 'quacong';
  return name.replace(/[/\\:*?"<>|\p{C}]/gu, '_').slice(0, 150);
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
