/** A download that is compared with what the server says of it before it is saved. */
import type { ExportManifest } from '../../../shared/api/exports.schema.ts';
import { getExport } from '../../../shared/api/exports.ts';
import type { ClientProblem } from '../../lib/client.ts';
import type { Client } from '../client.ts';
import { type Arrival, type Received, receiveFile } from './receive-file.ts';

export interface FilePorts {
  client: Client;
  school: string;
  /** Hands the file to the browser. */
  save: (file: Received) => void;
  /** SHA-256 as 64 hexadecimal digits. */
  digest: (blob: Blob) => Promise<string>;
}

export interface Checked {
  file: Received;
  rows: number;
  sha256: string;
  /** undefined: the server could not be asked; then nothing is known but what arrived. */
  manifest: ExportManifest | undefined;
}

export type CheckedResult =
  | { kind: 'file'; checked: Checked }
  | { kind: 'failed'; problem: ClientProblem }
  /** What arrived is not what was sent. */
  | { kind: 'damaged' };

export async function receiveChecked(
  { client, school, digest }: FilePorts,
  address: string,
  stop: AbortSignal,
  onArrival: (arrival: Arrival | 'checking') => void,
): Promise<CheckedResult> {
  const result = await receiveFile(() => client.fetch(address, { signal: stop }), onArrival);
  if (!result.ok) return { kind: 'failed', problem: result.problem };
  onArrival('checking');
  const { file, rows, id } = result;
  const sha256 = await digest(file.blob);
  const answer = id ? await client.call(getExport, { params: { school, export: id }, signal: stop }) : undefined;
  const manifest = answer?.ok ? answer.data : undefined;
  const same = manifest === undefined || (manifest.sha256 === sha256 && manifest.bytes === file.blob.size && manifest.rows === rows);
  return same ? { kind: 'file', checked: { file, rows, sha256, manifest } } : { kind: 'damaged' };
}

export async function digestOf(blob: Blob): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
