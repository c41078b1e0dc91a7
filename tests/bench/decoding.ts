/** How many degraded frames the kiosk reads, beside the npm decoders: as `npm run bench:decode` measures it. */
import { measure, ownCorpus } from './decode/measure.ts';
import { type DecoderRow, report } from './decode/report.ts';
import { type Bench, rowOf } from './lib/row.ts';
import { removeFolder, temporaryFolder } from './lib/scratch.ts';

/** Points of a hundred. */
const UNDER_UNION = 2;
/** The first of each class, in the quick run; the whole run takes all frames and all decoders. */
const FRAMES = 8;
/** Without jsqr and qr-scanner, which take five times as long as all others, read less than half, and add nothing to the union. */
const QUICK = ['quacong', 'zxing-wasm', 'zxing-wasm 300/2', 'zxing-wasm denoise', '@zxing/browser TRY_HARDER', 'qr', 'zbar-wasm'];

const percent = ({ all }: DecoderRow): number => all.rate * 100;

export const decoding: Bench = async function* ({ quick, say }) {
  const folder = temporaryFolder('frames');
  await ownCorpus(folder, say, quick ? FRAMES : undefined);
  const { results, names, engine } = await measure(folder, quick ? QUICK : undefined, say);
  removeFolder(folder);
  const { decoders, union, frames } = report(results, names, engine);
  const ours = decoders.find(({ decoder }) => decoder === 'quacong');
  const peers = decoders.filter(({ decoder }) => !decoder.startsWith('quacong'));
  const [best] = [...peers].sort((a, b) => percent(b) - percent(a));
  if (!ours || !best) throw new Error('the decoders were not compared');
  say(`${percent(ours).toFixed(1)} %, ${best.decoder} ${percent(best).toFixed(1)} %, all together ${percent(union).toFixed(1)} %`);
  const left = quick ? '; jsqr and qr-scanner, slow and weaker, in the whole run only' : '';
  const compared = `compared: ${peers.map(({ decoder }) => decoder).join(', ')}${left}`;
  const note = `${frames} frames of our own making (turned, leaning, blurred, moved, dark, small, glaring, covered, moiré, all at once, cracked, empty) in a real browser, through the file of the kiosk's decoder, which decodes by ${engine}; ${ours.wrong + ours.falseReads} wrong readings; ${ours.p50} ms a frame with the way to its worker and back, beside ${best.p50} ms`;
  yield rowOf({
    name: 'Degraded codes read by the kiosk',
    ours: [percent(ours)],
    beside: `the best npm decoder, ${best.decoder}`,
    other: [percent(best)],
    aim: { least: 1 },
    aimWords: 'of its rate',
    unit: '% of frames',
    note: `${note}; ${compared}`,
  });
  yield rowOf({
    name: 'Degraded codes read by the kiosk, beside all',
    ours: [percent(ours)],
    beside: 'these npm decoders together: at least one of them reads it',
    other: [percent(union)],
    aim: { least: Number(((percent(union) - UNDER_UNION) / percent(union)).toFixed(3)) },
    aimWords: `of their rate (${UNDER_UNION} points under them)`,
    unit: '% of frames',
    note: `the same frames; ${compared}`,
  });
};
