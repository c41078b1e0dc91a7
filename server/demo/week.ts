/** A week of traffic at one school, through the product's own doors: declarations, signed batches, decisions. */
import type { Hono } from 'hono';
import type { DeclareAnswer, DeclareInput } from '../../shared/api/declarations.schema.ts';
import type { ExchangeAnswer } from '../../shared/api/exchange.schema.ts';
import { addDays, dayOf, MINUTE, startOfDay } from '../../shared/clock.ts';
import type { ScanEvent } from '../../shared/gate/event.ts';
import { uuidv7 } from '../../shared/ids.ts';
import { readPass } from '../../shared/pass/pass.ts';
import type { App } from '../context.ts';
import { currentQuestionnaire } from '../questionnaires/store.ts';
import { type Device, type MadeItem, random } from './device.ts';
import { type Draw, drawPerson } from './people.ts';

const VISITORS_A_DAY = 36;
const OPENS = 6.75 * 60;
const MINUTES_OPEN = 9 * 60;

export interface DemoPlace {
  device: Device;
  /** Short code of the poster. */
  code: string;
}

/** `setClock` turns the server's time to each visitor's; the last day ends now. */
export async function fillWeek(app: App, hono: Hono, place: DemoPlace, draw: Draw, setClock: (at: number) => void): Promise<void> {
  const now = Date.now();
  for (let back = 6; back >= 0; back--) {
    const midnight = startOfDay(addDays(dayOf(now), -back));
    const times = Array.from({ length: VISITORS_A_DAY }, () => midnight + (OPENS + draw(MINUTES_OPEN)) * MINUTE)
      .filter((at) => at < now - 5 * MINUTE)
      .sort((a, b) => a - b);
    const moments: { at: number; make: () => MadeItem[] }[] = [];
    for (const at of times) {
      setClock(at);
      const attention = draw(25) === 0;
      const who = await declared(app, hono, place.code, draw, attention);
      const scanAt = at + 2 * MINUTE;
      moments.push({ at: scanAt, make: () => entry(place.device, who, scanAt, attention) });
      const leaves = scanAt + (15 + draw(90)) * MINUTE;
      if (leaves < now && draw(20) > 0) moments.push({ at: leaves, make: () => [place.device.scan(leaves, { ...who, dir: 'out' })] });
    }
    moments.sort((a, b) => a.at - b.at);
    setClock(Math.min(now, midnight + 18 * 60 * MINUTE));
    await send(
      app,
      hono,
      place.device,
      moments.flatMap(({ make }) => make()),
    );
  }
}

function entry(device: Device, who: Who, at: number, attention: boolean): MadeItem[] {
  if (!attention) return [device.scan(at, who)];
  const scan = device.scan(at, { ...who, colour: 'amber', why: ['attention'] });
  const decision = device.item(
    { kind: 'decision', gate: device.post.gate, of: scan.id, admit: true, reason: 'asked-and-fine' },
    at + MINUTE / 2,
  );
  return [scan, decision];
}

/** One pass, of one person or of a group. */
type Who = Pick<ScanEvent, 'subject' | 'with'>;

async function declared(app: App, hono: Hono, code: string, draw: Draw, attention: boolean): Promise<Who> {
  const questionnaire = await currentQuestionnaire(app.db, 'visitor');
  const more = draw(7) === 0 ? 1 + draw(3) : 0;
  const companions = Array.from({ length: more }, () => {
    const { fullName } = drawPerson(draw);
    return { id: uuidv7(app.clock(), random), answers: { fullName, symptoms: false, contact: false } };
  });
  const group = more > 0 ? { companions, together: true } : {};
  const body: DeclareInput = {
    id: uuidv7(app.clock(), random),
    place: code,
    questionnaire: { id: questionnaire.id, version: questionnaire.version },
    answers: { ...drawPerson(draw), symptoms: attention, contact: false },
    consent: {
      version: questionnaire.consent.version,
      language: 'vi',
      purposes: questionnaire.consent.purposes.filter((purpose) => purpose.required).map((purpose) => purpose.code),
      at: app.clock(),
    },
    channel: 'poster',
    ...group,
  };
  const answer = await answered<DeclareAnswer>(
    hono.request('/api/declarations', {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
  );
  const pass = readPass(answer.pass.digits);
  if (!pass) throw new Error('the pass that was just made cannot be read');
  return { subject: pass.claims.subject, ...(more > 0 ? { with: more } : {}) };
}

async function send(app: App, hono: Hono, device: Device, items: readonly MadeItem[]): Promise<void> {
  const body = device.compose(app.origins()[0] ?? '', items, { sentAt: app.clock() });
  const { results } = await answered<ExchangeAnswer>(hono.fetch(device.request(body)));
  if (results.some((result) => result.status !== 'stored')) throw new Error('an item of the demonstration was not stored');
}

async function answered<T>(response: Response | Promise<Response>): Promise<T> {
  const { status, ...rest } = await Promise.resolve(response).then(async (got) => ({ status: got.status, text: await got.text() }));
  if (status >= 300) throw new Error(`the demonstration was refused: ${status} ${rest.text}`);
  return JSON.parse(rest.text) as T;
}
