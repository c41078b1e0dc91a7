/** How many degraded frames the kiosk reads, beside every npm decoder: from `npm run bench:decode`. */
import { spawn } from 'node:child_process';
import type { DecoderRow, Report } from './decode/report.ts';
import { ROOT } from './lib/child.ts';
import { type Bench, rowOf } from './lib/row.ts';

/** Points of a hundred. */
const UNDER_UNION = 2;

const percent = ({ all }: DecoderRow): number => all.rate * 100;

export const decoding: Bench = async ({ say }) => {
  const { decoders, union, frames, engine } = await measured();
  const ours = decoders.find(({ decoder }) => decoder === 'quacong');
  const [best] = decoders.filter(({ decoder }) => !decoder.startsWith('quacong')).sort((a, b) => percent(b) - percent(a));
  if (!ours || !best) throw new Error('the decoders were not compared');
  say(`${percent(ours).toFixed(1)} %, ${best.decoder} ${percent(best).toFixed(1)} %, all together ${percent(union).toFixed(1)} %`);
  const note = `${frames} frames of our own making (turned, leaning, blurred, moved, dark, small, glaring, covered, moiré, all at once, cracked, empty) in a real browser, decoded by ${engine}; ${ours.wrong + ours.falseReads} wrong readings; ${ours.p50} ms a frame beside ${best.p50} ms`;
  return [
    rowOf({
      name: 'Degraded codes read by the kiosk',
      ours: [percent(ours)],
      beside: `the best npm decoder, ${best.decoder}`,
      other: [percent(best)],
      aim: { least: 1 },
      aimWords: 'of its rate',
      unit: '% of frames',
      note,
    }),
    rowOf({
      name: 'Degraded codes read by the kiosk, beside all',
      ours: [percent(ours)],
      beside: 'all npm decoders together: at least one of them reads it',
      other: [percent(union)],
      aim: { least: Number(((percent(union) - UNDER_UNION) / percent(union)).toFixed(3)) },
      aimWords: `of their rate (${UNDER_UNION} points under them)`,
      unit: '% of frames',
      note: 'the same frames',
    }),
  ];
};

function measured(): Promise<Report> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'tests/bench/decode/run.ts', '--json'], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    process.once('exit', () => child.kill());
    let said = '';
    let complaint = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString()).slice(-2000);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(said) as Report);
      else reject(new Error(`bench:decode ended with ${code}: ${complaint}`));
    });
  });
}
