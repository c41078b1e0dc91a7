/** Progress of long steps: one living line on a terminal, one line at the start and one at the end elsewhere. */
import { spawn } from 'node:child_process';

const KEPT = 200_000;

/**
 * Runs a command quietly and shows how long it has been at it.
 * @param {string} label what is being done, in the reader's words
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<{ ok: boolean, output: string, seconds: number }>} `output`: its last 200,000 characters
 */
export function step(label, command, args, options = {}) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const living = process.stdout.isTTY;
  if (!living) process.stdout.write(`${label} …\n`);
  const draw = () => process.stdout.write(`\r\x1b[2K${label} … ${seconds()} s`);
  // Without a terminal a sign of life each half minute: better-sqlite3 may compile for two minutes.
  const timer = setInterval(living ? draw : () => process.stdout.write(`${label} … ${seconds()} s\n`), living ? 1000 : 30_000);
  return new Promise((resolve) => {
    let output = '';
    const take = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk).slice(-KEPT);
    };
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32', ...options });
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const done = (/** @type {boolean} */ ok) => {
      clearInterval(timer);
      const line = `${label}: ${ok ? 'done' : 'failed'} after ${seconds()} s\n`;
      process.stdout.write(living ? `\r\x1b[2K${line}` : line);
      resolve({ ok, output, seconds: seconds() });
    };
    child.on('error', (error) => {
      output += `${error.message}\n`;
      done(false);
    });
    child.on('close', (code) => done(code === 0));
  });
}

/** The end of a command's output, for people. @param {string} output @param {number} [lines] */
export const tail = (output, lines = 25) =>
  output
    .trimEnd()
    .split('\n')
    .slice(-lines)
    .map((line) => `  ${line}`)
    .join('\n');
