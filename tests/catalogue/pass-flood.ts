/** A camera that is shown junk without end. */
import { randomBytes } from 'node:crypto';
import type { TestSchool } from '../fixtures/world.ts';
import { isRecord } from './case.ts';
import { type Run, wrong } from './observed.ts';
import { makePass } from './pass-maker.ts';
import { startScanner } from './scanner.ts';

/** Junk in front of the camera at a rate, for a time; then a valid pass. */
export async function flood({ world, payload, scaled }: Run, school: TestSchool) {
  const spec = isRecord(payload.text) ? payload.text : {};
  const rate = Number(spec.per_second);
  const count = scaled(rate * Number(spec.seconds));
  const scanner = await startScanner(world, school, { keys: (list) => list, clock: 0 });
  const valid = await makePass(world, school, {});
  let busy = 0;
  const started = performance.now();
  for (let i = 0; i < count; i++) {
    const wait = started + (i * 1000) / rate - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    const before = performance.now();
    await scanner.scan(junk(i, valid.text));
    scanner.tap();
    busy += performance.now() - before;
  }
  const seconds = (performance.now() - started) / 1000;
  const fresh = await makePass(world, school, {});
  const asked = performance.now();
  const verdict = await scanner.scan(fresh.text);
  const took = performance.now() - asked;
  return {
    replies: [],
    verdicts: [verdict],
    checks: {
      async scanner_alive() {
        if (took > 1000) return `a valid pass took ${Math.round(took)} ms`;
        if (seconds > (count / rate) * 1.25 + 1) return `${count} codes took ${Math.round(seconds)} s: the loop fell behind`;
        return wrong(busy / 1000 / seconds < 1, 'more than one core was busy');
      },
    },
    done: () => scanner.kiosk.close(),
  };
}

/** Different each time: noise, digits, links, near passes. */
function junk(index: number, valid: string): string {
  switch (index % 5) {
    case 0:
      return randomBytes(40).toString('base64');
    case 1:
      return BigInt(`0x${randomBytes(120).toString('hex')}`).toString();
    case 2:
      return `https://${randomBytes(6).toString('hex')}.example/p/${randomBytes(3).toString('hex')}#${index}`;
    case 3:
      return `${valid.slice(0, index % valid.length)}${index}`;
    default:
      return randomBytes(500).toString('latin1');
  }
}
