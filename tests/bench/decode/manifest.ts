/** The frames of a folder: PNG files and `manifest.json`. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

export interface Frame {
  file: string;
  class: string;
  /** null: no code in it. */
  text: string | null;
}

/** @throws Error saying in plain words what is wrong with the folder */
export function readManifest(folder: string): Frame[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new Error(`${folder} is no folder`);
  const path = join(folder, 'manifest.json');
  if (!existsSync(path)) throw new Error(`${path} is missing: an array of {"file", "class", "text"}`);
  let rows: unknown;
  try {
    rows = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!Array.isArray(rows) || rows.length === 0) throw new Error(`${path} must be an array with at least one frame`);
  const frames = rows.map((row: unknown, index) => frameOf(row, `${path}, entry ${index}`));
  const missing = frames.filter(({ file }) => !existsSync(pathOf(folder, file)));
  if (missing.length > 0) {
    const named = missing.slice(0, 5).map(({ file }) => file);
    throw new Error(
      `${missing.length} of ${frames.length} files are missing in ${folder}: ${named.join(', ')}${missing.length > 5 ? ' …' : ''}`,
    );
  }
  return frames;
}

export const pathOf = (folder: string, file: string): string => (isAbsolute(file) ? file : join(folder, file));

function frameOf(row: unknown, where: string): Frame {
  if (typeof row !== 'object' || row === null) throw new Error(`${where}: not an object`);
  const { file, class: kind, text } = row as Record<string, unknown>;
  if (typeof file !== 'string' || file === '') throw new Error(`${where}: "file" must be the name of a PNG`);
  if (typeof kind !== 'string') throw new Error(`${where} (${file}): "class" must be a text`);
  if (text !== undefined && text !== null && typeof text !== 'string') throw new Error(`${where} (${file}): "text" must be a text or null`);
  return { file, class: kind, text: text ?? null };
}
