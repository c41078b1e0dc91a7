/** The root key: 32 bytes in a file of its own, which 24 words on paper can bring back. Lost, all sealed data is lost. */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';

const BYTES = 32;

const rootFile = (keyDir: string): string => join(keyDir, 'root.key');

/** 24 words of the English BIP 39 list; the last one holds a checksum. */
export const wordsOfRoot = (root: Uint8Array): string[] => entropyToMnemonic(root, wordlist).split(' ');

/** Case and spaces do not matter. @throws Error when a word is not in the list or the checksum differs */
function rootOfWords(words: readonly string[]): Uint8Array {
  const text = words.map((word) => word.trim().toLowerCase()).join(' ');
  let root: Uint8Array;
  try {
    root = mnemonicToEntropy(text, wordlist);
  } catch {
    // The library's message would repeat the words.
    throw new Error('These are not the 24 words of a recovery sheet: check spelling and order.');
  }
  if (root.length !== BYTES) throw new Error(`A recovery sheet has 24 words, here are ${words.length}.`);
  return root;
}

/** @throws Error when a root key is there already (it is never overwritten) or the words are wrong */
export function restoreRoot(keyDir: string, words: readonly string[]): void {
  const root = rootOfWords(words);
  makeFolder(keyDir);
  if (existsSync(rootFile(keyDir))) throw new Error(`${rootFile(keyDir)} exists already; move it away first.`);
  writeRoot(keyDir, root);
}

/** For a key that was just restored and turned out to be of another installation. */
export const removeRoot = (keyDir: string): void => rmSync(rootFile(keyDir));

/** Reads the root key; makes it when nothing is there yet. @throws Error with what to do */
export function openRoot(keyDir: string, hasKeys: boolean): Uint8Array {
  const file = rootFile(keyDir);
  makeFolder(keyDir);
  if (!existsSync(file)) {
    if (hasKeys)
      throw new Error(`${file} is missing, but keys made with it are there. Put it back, or restore it with the recovery words.`);
    writeRoot(keyDir, randomBytes(BYTES));
  }
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    throw new Error(`${file} can be read by others: chmod 600 it, and consider it seen.`);
  }
  const root = readFileSync(file);
  if (root.length !== BYTES)
    throw new Error(`${file} is damaged: it has ${root.length} bytes, not ${BYTES}. Restore it with the recovery words.`);
  return root;
}

/** @throws Error when the keys would be inside the data folder, and so in every copy of it */
export function assertApart(keyDir: string, dataDir: string): void {
  const path = relative(real(dataDir), real(keyDir));
  if (path === '' || !(path.startsWith('..') || isAbsolute(path))) {
    throw new Error(
      `KEY_DIR (${keyDir}) lies inside DATA_DIR (${dataDir}): a copy of the data would bring its keys along. Choose a folder beside it.`,
    );
  }
}

/** Links followed as far as the path exists. */
function real(path: string): string {
  const absolute = resolve(path);
  if (existsSync(absolute)) return realpathSync(absolute);
  const parent = dirname(absolute);
  return parent === absolute ? absolute : join(real(parent), relative(parent, absolute));
}

const makeFolder = (keyDir: string): void => {
  mkdirSync(keyDir, { recursive: true, mode: 0o700 });
};

/** Whole or not at all, durable, and never over another one (two starts at once). */
function writeRoot(keyDir: string, root: Uint8Array): void {
  const file = rootFile(keyDir);
  const draft = `${file}.${process.pid}`;
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeSync(handle, root);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(draft);
  }
  const folder = openSync(keyDir, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
