import { describe, expect, it } from 'vitest';
import { visitor } from '../../../server/questionnaires/content/visitor.ts';
import type { FeedItem } from '../../../shared/api/exchange.schema.ts';
import { fromBase64url } from '../../../shared/bytes.ts';
import { MINUTE } from '../../../shared/clock.ts';
import { typedCodeOf } from '../../../shared/codes.ts';
import { payloadFromBytes } from '../../../shared/seal/payload.ts';
import { openPayload, unwrapSession } from '../../../shared/seal/session.ts';
import { todayLines } from '../../../web/kiosk/gate/today.ts';
import { gateOpen, verdictOf } from './gate-kit.ts';
import { NOW, SCHOOL } from './kit.ts';

describe('people without a pass', () => {
  it('quick entry: masked on the kiosk, sealed for the server, let in at once', async () => {
    const { gate, db, server, goOnline, sealing, events, book, kiosk, pass } = await gateOpen();
    await gate.quick({ name: 'Phạm Thị Hoa', phone: '0912345678', host: 'Thầy Minh' });
    const [scan, decision] = (await events()).slice(-2);
    expect(scan).toMatchObject({ kind: 'scan', method: 'quick', code: 'none', colour: 'amber', why: ['no-declaration'] });
    expect(decision).toMatchObject({ kind: 'decision', of: scan?.id, admit: true, reason: 'no-phone' });
    expect(book.insideCount()).toBe(1);
    expect(todayLines(book, 'inside', 'hoa')).toMatchObject([{ name: 'P.T. Hoa ·678', host: 'Thầy Minh' }]);

    const everything = JSON.stringify(
      await Promise.all([...db.objectStoreNames].filter((name) => name !== 'kept').map((name) => db.getAll(name))),
    );
    expect(everything).not.toContain('Phạm');
    expect(everything).not.toContain('0912345678');

    await goOnline();
    // Somebody answers, and what waits goes at once.
    const unsent = () => {
      pass(0);
      return kiosk.counter.value.unsent;
    };
    await expect.poll(unsent).toBe(0);
    const [session] = server.requests.flatMap((request) => request.sessions ?? []) as {
      id: string;
      week: string;
      ephemeral: string;
      wrapped: string;
    }[];
    const stored = [...server.stored.values()].find((item) => item.payload);
    if (!session || !stored?.payload) throw new Error('nothing sealed arrived');
    const secret = await unwrapSession(SCHOOL, session, sealing.privateKey, crypto.subtle);
    const place = { school: SCHOOL, event: stored.id, class: 'identity', session: session.id } as const;
    const plain = secret && (await openPayload(secret, place, fromBase64url(stored.payload.sealed) ?? new Uint8Array(), crypto.subtle));
    expect(plain && payloadFromBytes(plain)).toMatchObject({ name: 'Phạm Thị Hoa', phone: '0912345678', host: 'Thầy Minh' });
  });

  it('declaring here: answers sealed, verdict from the rules, never an answer in the event', async () => {
    const { gate, events, db } = await gateOpen();
    const ill: Record<string, string | boolean> = {};
    for (const item of visitor.items)
      ill[item.linkId] = item.type === 'boolean' ? true : item.role === 'phone' ? '0912345678' : 'Lê Văn An';
    const consent = {
      version: visitor.consent.version,
      language: 'vi',
      purposes: visitor.consent.purposes.map((each) => each.code),
      at: NOW,
    } as const;
    await gate.declare({ questionnaire: visitor, answers: ill, consent: { ...consent, purposes: [...consent.purposes] } });
    expect(gate.view.value).toMatchObject({ at: 'verdict', past: { scan: { colour: 'amber', why: ['attention'] } } });
    const [declaration, scan] = (await events()).slice(-2);
    expect(declaration).toMatchObject({ kind: 'declaration', questionnaire: visitor.id, version: visitor.version });
    expect(scan).toMatchObject({ kind: 'scan', method: 'declared', subject: declaration?.kind === 'declaration' && declaration.subject });
    expect(JSON.stringify(await db.getAll('log'))).not.toContain('Lê');
  });

  it('leaves by the list', async () => {
    const { gate, book, events, pass } = await gateOpen();
    await gate.quick({ name: 'Phạm Thị Hoa', phone: '', host: '' });
    pass(2_000);
    const [line] = todayLines(book, 'inside', '');
    await gate.leave(line?.subject ?? '');
    expect((await events()).at(-1)).toMatchObject({ kind: 'scan', dir: 'out', colour: 'green', subject: line?.subject });
    expect(book.insideCount()).toBe(0);
  });

  it('a code of the other app counts as shown, the same person each time', async () => {
    const { gate, events, pass } = await gateOpen();
    const card = '******000001|NGUYEN VAN MAU|1990-**-**|0|160000000000000001|<1<HS4010000000000<0900000000';
    await gate.scan(card, 'wedge');
    expect(gate.view.value).toMatchObject({ at: 'verdict', past: { scan: { colour: 'green', name: 'N.V. MAU ·000' } } });
    pass(5 * MINUTE);
    await gate.scan(card, 'camera');
    expect(verdictOf(gate.view.value)).toBe('green out');
    const scans = (await events()).filter((event) => event.kind === 'scan');
    expect(new Set(scans.map((scan) => scan.subject)).size).toBe(1);
  });

  it('types the 10 digits when the camera cannot read', async () => {
    const { gate, goOnline, server, makePass, kiosk } = await gateOpen();
    const { subject, name, expiresAt } = await makePass();
    const typedCode = await typedCodeOf(subject, crypto.subtle);
    server.feed = [{ kind: 'pass', subject, typedCode, name, expiresAt, outcome: 'cleared', host: 'Cô Lan' } satisfies FeedItem];
    await goOnline();
    await expect.poll(() => kiosk.contact.value?.feed).toBe(1);
    await gate.scan(typedCode, 'typed');
    expect(gate.view.value).toMatchObject({ at: 'verdict', past: { scan: { colour: 'green', name, host: 'Cô Lan' } } });
  });
});
