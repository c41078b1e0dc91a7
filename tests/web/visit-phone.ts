/** A phone without a screen: storage, network and clock that a test holds in its hand. */
import { webcrypto } from 'node:crypto';
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import type { DeclareAnswer, DeclareInput, PassView, PlaceView } from '../../shared/api/declarations.schema.ts';
import type { CheckInAnswer, CheckInInput } from '../../shared/api/own-records.schema.ts';
import { toBase64url } from '../../shared/bytes.ts';
import { makePlaceCode } from '../../shared/codes.ts';
import type { Subtle } from '../../shared/crypto.ts';
import type { Random } from '../../shared/ids.ts';
import { kidOf, type PassSigner } from '../../shared/pass/keys.ts';
import { encodeFragment } from '../../shared/poster/fragment.ts';
import type { FieldError } from '../../shared/problem.ts';
import type { Questionnaire } from '../../shared/questionnaire/types.ts';
import { readAddress } from '../../web/visit/address.ts';
import { openDesk } from '../../web/visit/desk/desk.ts';
import { hasHint } from '../../web/visit/hint.ts';
import { openJourney } from '../../web/visit/journey.ts';
import { createVisit, type Visit } from '../../web/visit/visit.ts';

const ORIGIN = 'https://qua-cong.example';
export const NOW = Date.parse('2026-11-20T01:00:00Z');

export const seeded = (seed: number): Random => {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 16) & 255;
  };
  return (length) => Uint8Array.from({ length }, next);
};

const text = (word: string) => ({ vi: word, en: `${word} (en)` });

export const QUESTIONNAIRE: Questionnaire = {
  id: 'visitor',
  version: 1,
  title: text('Khách'),
  lookBackDays: 14,
  items: [
    {
      linkId: 'fullName',
      type: 'text',
      pattern: 'name',
      maxLength: 100,
      required: true,
      class: 'identity',
      role: 'name',
      text: text('Tên'),
    },
    { linkId: 'phone', type: 'text', pattern: 'phone', maxLength: 30, required: true, class: 'identity', role: 'phone', text: text('Số') },
    { linkId: 'symptoms', type: 'boolean', required: true, class: 'answers', text: text('Sốt?') },
  ],
  consent: {
    version: 'c1',
    controller: text('Trường'),
    intro: text('Xin đồng ý'),
    purposes: [
      { code: 'gate', required: true, text: text('Ra vào') },
      { code: 'call', required: false, text: text('Liên hệ') },
    ],
    retentionDays: 21,
    rights: text('Quyền'),
  },
  outcome: [],
};

export interface Server {
  /** What the network does: 'ok', 'dead' (nothing arrives), 'portal' (a stranger answers), 'lost' (stored, the answer lost once). */
  mode: 'ok' | 'dead' | 'portal' | 'lost' | 'busy';
  bodies: string[];
  /** Refuses declarations with this code. */
  refuse?: { status: number; code: string; errors?: FieldError[] };
  place(code: string): PlaceView | undefined;
  places: Map<string, PlaceView>;
  code: string;
  second: string;
  fragment(code: string): Promise<string>;
  forgedFragment(code: string): Promise<string>;
}

const subtle = webcrypto.subtle as unknown as Subtle;

async function signerOf(): Promise<{ signer: PassSigner; kid: string; publicKey: string }> {
  const pair = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const raw = new Uint8Array(await webcrypto.subtle.exportKey('raw', pair.publicKey));
  const kid = await kidOf(raw, subtle);
  const kidBytes = new Uint8Array(Buffer.from(kid, 'base64url'));
  const sign = async (bytes: Uint8Array<ArrayBuffer>) =>
    new Uint8Array(await webcrypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, bytes));
  return { signer: { kidBytes, sign }, kid, publicKey: toBase64url(raw) };
}

/** A server of two schools' posters behind `fetch`, and an empty phone. */
export async function newPhone(): Promise<Server> {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
    key: (index: number) => [...kept.keys()][index] ?? null,
    get length() {
      return kept.size;
    },
  };
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  Object.assign(globalThis, { indexedDB: new IDBFactory(), localStorage: storage, window: new EventTarget(), document: page });

  const key = await signerOf();
  const stranger = await signerOf();
  const random = seeded(7);
  const [code, second, other] = [makePlaceCode(random), makePlaceCode(random), makePlaceCode(random)];
  const view = (place: string, school: string): PlaceView => ({
    code: place,
    place: toBase64url(random(16)),
    state: 'open',
    school: { id: school, name: `Trường ${school}`, shortName: `TH ${school}`, line: '', contact: '' },
    gate: 'Cổng chính',
    questionnaire: QUESTIONNAIRE,
    keys: { at: NOW, keys: [{ kid: key.kid, publicKey: key.publicKey, notBefore: 0 }] },
    serverTime: NOW,
  });
  const places = new Map([code, second].map((place) => [place, view(place, 'Hoa Sen')]));
  places.set(other, view(other, 'Hoa Mai'));
  const stored = new Map<string, { body: string; answer: DeclareAnswer }>();

  const fragmentOf = (place: string, signer: PassSigner) => {
    const found = places.get(place);
    if (!found) throw new Error('no such place');
    return encodeFragment({ place: found.place, gate: 1, shortName: found.school.shortName }, ORIGIN, signer);
  };
  const server: Server = {
    mode: 'ok',
    bodies: [],
    places,
    code,
    second,
    place: (wanted) => places.get(wanted),
    fragment: (place) => fragmentOf(place, key.signer),
    forgedFragment: (place) => fragmentOf(place, { ...stranger.signer, kidBytes: key.signer.kidBytes }),
  };

  globalThis.fetch = async (input, init) => {
    const path = String(input);
    if (server.mode === 'dead') throw new TypeError('Failed to fetch');
    if (server.mode === 'portal') return new Response('<h1>Wi-Fi</h1>', { headers: { 'content-type': 'text/html' } });
    if (server.mode === 'busy') return problem(503, 'not-ready');
    if (path.startsWith('/api/places/')) {
      const found = places.get(path.slice('/api/places/'.length));
      return found ? Response.json(found) : problem(404, 'not-found');
    }
    const body = String(init?.body);
    server.bodies.push(body);
    if (server.refuse) return problem(server.refuse.status, server.refuse.code, server.refuse.errors);
    if (path === '/api/visits') return noteAnswer(body);
    const { id } = JSON.parse(body) as { id: string };
    const before = stored.get(id);
    if (before && before.body !== body) return problem(409, 'conflict');
    const answer = before?.answer ?? answerOf(JSON.parse(body) as DeclareInput);
    stored.set(id, { body, answer });
    if (server.mode === 'lost') {
      server.mode = 'ok';
      throw new TypeError('Failed to fetch');
    }
    return Response.json(answer, { status: before ? 200 : 201 });
  };
  return server;
}

const problem = (status: number, code: string, errors?: FieldError[]) =>
  Response.json(
    { type: `urn:quacong:problem:${code}`, code, status, title: code, ...(errors ? { errors } : {}) },
    { status, headers: { 'content-type': 'application/problem+json' } },
  );

const passOf = (maskedName: string, companions?: number): PassView => ({
  digits: '1234567890',
  typedCode: '4821770395',
  maskedName,
  school: 'Trường Hoa Sen',
  issuedAt: NOW,
  expiresAt: NOW + 8 * 3_600_000,
  outcome: 'cleared',
  ...(companions ? { companions } : {}),
});

function answerOf({ id, companions = [], together }: DeclareInput): DeclareAnswer {
  const others = companions.map((one, index) => {
    const maskedName = `Người ${index + 1} ·678`;
    return { id: one.id, maskedName, pass: together ? null : passOf(maskedName) };
  });
  return {
    id,
    outcome: 'cleared',
    pass: passOf('N.V. An ·678', together ? others.length : undefined),
    ...(others.length > 0 ? { companions: others } : {}),
  };
}

function noteAnswer(body: string): Response {
  const { id, at, dir, presence } = JSON.parse(body) as CheckInInput;
  const answer: CheckInAnswer = { id, at, dir, gate: 'Cổng chính', proof: presence ? 'screen' : 'poster' };
  return Response.json(answer, { status: 201 });
}

export interface Opened {
  visit: Visit;
  clock: { now: number };
}

/** Opens the link in a new page of this phone; `inline` as the server would put it into the page. */
export async function open(path: string, fragment = '', inline?: PlaceView, at = NOW): Promise<Opened> {
  const clock = { now: at };
  const now = () => clock.now;
  const address = readAddress({ pathname: path, hash: fragment ? `#${fragment}` : '' });
  const visit = createVisit({
    inline,
    language: 'vi',
    hinted: hasHint(now()),
    now,
    openJourney: (store) =>
      openJourney({
        store,
        address,
        inline,
        now,
        random: seeded(99),
        openDesk: (changed) => openDesk({ now, origin: ORIGIN, random: seeded(77), changed }),
      }),
  });
  visit.open();
  await visit.start();
  return { visit, clock };
}

export function fillIn(visit: Visit): void {
  visit.answer('fullName', 'Nguyễn Văn An');
  visit.answer('phone', '0912 345 678');
  visit.answer('symptoms', false);
  visit.consent(['gate']);
}
