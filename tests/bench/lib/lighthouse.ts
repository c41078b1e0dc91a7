/** Lighthouse's mobile audit (slow 4G and a processor 4 times slower, simulated) of one address, some times over. */
import lighthouse from 'lighthouse';
import { launchBrowser } from '../../browser.ts';
import { freePort } from './world.ts';

export interface Audit {
  /** 0 to 100 each. */
  performance: number;
  accessibility: number;
  bestPractices: number;
  /** ms, simulated. */
  lcp: number;
  /** Bytes over the line. */
  bytes: number;
  /** Titles of what cost points in the last two. */
  faults: string[];
}

const CATEGORIES = ['performance', 'accessibility', 'best-practices'];

/** @throws Error when Lighthouse says that it could not load the page */
export async function auditsOf(address: string, runs: number): Promise<Audit[]> {
  const port = await freePort();
  const browser = await launchBrowser({ args: [`--remote-debugging-port=${port}`] });
  try {
    const audits: Audit[] = [];
    for (let run = 0; run < runs; run++) audits.push(await audit(address, port));
    return audits;
  } finally {
    await browser.close();
  }
}

async function audit(address: string, port: number): Promise<Audit> {
  const run = await lighthouse(address, { port, onlyCategories: CATEGORIES, output: 'json', logLevel: 'silent' });
  if (!run || run.lhr.runtimeError) throw new Error(`Lighthouse: ${run?.lhr.runtimeError?.message ?? 'no answer'}`);
  const { categories, audits } = run.lhr;
  const score = (category: string): number => Math.round((categories[category]?.score ?? 0) * 100);
  const faults = ['accessibility', 'best-practices'].flatMap((category) =>
    (categories[category]?.auditRefs ?? []).flatMap(({ id, weight }) =>
      weight > 0 && (audits[id]?.score ?? 1) < 1 ? [audits[id]?.title ?? id] : [],
    ),
  );
  return {
    performance: score('performance'),
    accessibility: score('accessibility'),
    bestPractices: score('best-practices'),
    lcp: audits['largest-contentful-paint']?.numericValue ?? Number.NaN,
    bytes: audits['total-byte-weight']?.numericValue ?? Number.NaN,
    faults,
  };
}
