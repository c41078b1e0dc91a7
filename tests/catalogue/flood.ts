/** Load: one device far above its share, while another school goes on. */
import { Agent } from 'node:http';
import type { Device } from './device.ts';
import { openLines, wholeRequest } from './lines.ts';
import { median, type Observed, type Run, wrong } from './observed.ts';
import type { Reply } from './wire.ts';
import type { World } from './world.ts';

const AT_ONCE = 100;

/** One device far above what a kiosk sends; another school goes on meanwhile. */
export async function flood({ world, payload, scaled }: Run, device: Device): Promise<Observed> {
  const count = scaled(Number(payload.repeat));
  const perMs = Number(payload.rate_per_s) / 1000;
  const other = await world.newDevice(world.schoolB);
  const calm = await timed(world, other, 60);
  const request = device.signed(device.body([]));
  const headers = Object.fromEntries(Object.entries(request.headers).filter((entry): entry is [string, string] => entry[1] !== null));
  const seen = new Map<number, { count: number; body: string }>();
  const line = openLines(world.server.place, AT_ONCE);
  const whole = wholeRequest(world.server.place, request.path, headers, request.body);
  let pending = 0;
  const started = performance.now();
  const meanwhile: number[] = [];
  let done = false;
  const others = (async () => {
    while (!done) {
      meanwhile.push(...(await timed(world, other, 1)));
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
  })();
  for (let sent = 0; sent < count || pending > 0; ) {
    const due = Math.min(count, Math.ceil((performance.now() - started) * perMs));
    // A client that hears no answer waits: what cannot be sent in its turn is sent as soon as there is room.
    for (; sent < due && pending < AT_ONCE; sent++) {
      pending++;
      line.ask(whole).then(
        ({ status, body }) => {
          pending--;
          const known = seen.get(status);
          if (known) known.count++;
          else seen.set(status, { count: 1, body });
        },
        () => {
          pending--;
        },
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  line.close();
  done = true;
  await others;
  const answered = [...seen.values()].reduce((sum, each) => sum + each.count, 0);
  const replies = [...seen].map(
    ([status, { body }]): Reply => ({
      status,
      headers: { 'content-type': status === 200 ? 'application/json' : 'application/problem+json' },
      rawHeaders: [],
      body: Buffer.from(body),
      ms: 0,
    }),
  );
  return {
    // Which of the allowed answers came how often is a matter of time.
    replies: replies.filter(({ status }) => status !== 429),
    limit: null,
    checks: {
      others_ok() {
        if (answered !== count) return `${count - answered} of ${count} requests had no answer`;
        const p99 = percentile(meanwhile, 0.99);
        const before = percentile(calm, 0.99);
        return wrong(
          // What a person at a gate does not notice, or in proportion to a calm machine.
          p99 <= Math.max(250, before * 4),
          `another school waited ${Math.round(p99)} ms (99 %), ${Math.round(before)} before; median ${Math.round(median(meanwhile))}`,
        );
      },
    },
  };
}

const percentile = (values: readonly number[], part: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * part)] ?? 0;

/** The others' connections: they never wait behind the flood's on this side. */
const OTHERS = new Agent({ keepAlive: true, maxSockets: 4 });

async function timed(world: World, device: Device, times: number): Promise<number[]> {
  const all: number[] = [];
  for (let i = 0; i < times; i++) {
    const request = device.signed(device.body([]));
    const headers = Object.fromEntries(Object.entries(request.headers).filter((entry): entry is [string, string] => entry[1] !== null));
    const reply = await world.quick('POST', request.path, headers, request.body, OTHERS);
    if (reply.status === 200) all.push(reply.ms);
  }
  return all;
}
