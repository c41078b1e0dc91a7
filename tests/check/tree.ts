/** The project's own files as text, by their path from the root. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Tree = ReadonlyMap<string, string>;

/** A check: its problems, each one line that names the file. `note` is printed beside `ok`. */
export interface Result {
  problems: string[];
  note?: string;
}

/** What is made by a command, or is somebody else's. */
const NOT_OURS = /(^|\/)node_modules$|^(dist|data|keys|\.git)$/;
const TEXT = /\.(ts|tsx|mjs|json|html|css|md|svg|sql|txt|ya?ml|webmanifest)$|^(LICENSE|\.gitignore|\.ci\/run)$/;

export function readTree(root: string): Tree {
  const files = new Map<string, string>();
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!NOT_OURS.test(path)) walk(path);
      } else if (TEXT.test(path)) files.set(path, readFileSync(join(root, path), 'utf8'));
    }
  };
  walk('');
  return files;
}
