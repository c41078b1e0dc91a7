import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { guidePage } from '../../server/guide/page.ts';
import { visitor } from '../../server/questionnaires/content/visitor.ts';
import type { PlaceView } from '../../shared/api/declarations.schema.ts';
import { describeServers } from '../app.ts';
import { makeAccount, makeSchool, ORIGIN, postJson, type TestSchool } from '../fixtures/world.ts';

const EVIL = `"><script>alert(1)</script><img src=x onerror='alert(1)'>&lt;`;

describe('the guide page', () => {
  const page = guidePage({
    school: { name: EVIL, street: EVIL, phone: `0213${EVIL}`, line: EVIL, contact: EVIL },
    origin: ORIGIN,
    posters: [
      { code: 'K7M2QT', gate: null },
      { code: 'QTK7M2', gate: EVIL },
    ],
    questionnaire: visitor,
  });

  it('shows a hostile name as text: no element and no attribute comes out of it', () => {
    expect(page).not.toMatch(/<(script|img)/i);
    const withoutText = page.replace(/>[^<]*</g, '><');
    expect(withoutText).not.toMatch(/\son\w+=|javascript:/i);
    for (const quoted of withoutText.matchAll(/="([^"]*)"/g)) expect(quoted[1]).not.toMatch(/[<>]/);
  });

  it('asks for nothing else and runs nothing: one style, whose hash stands in its policy', () => {
    const [, style = ''] = /<style>([\s\S]*)<\/style>/.exec(page) ?? [];
    expect(page).toContain(createHash('sha256').update(style).digest('base64'));
    expect(page.replace(/>[^<]*</g, '><')).not.toMatch(/\sstyle=|\ssrc=/);
    expect(style).not.toMatch(/@import|url\(/);
    expect(
      [...page.matchAll(/href="([^"]*)"/g)]
        .map(([, href = '']) => href)
        .filter((href) => !/^(#english|tel:[\d+]+|https:\/\/cong\.truong\.example\/(p\/K7M2QT|formats))$/.test(href)),
    ).toEqual([]);
  });

  it('says everything in Vietnamese, then in English', () => {
    const at = page.indexOf('id="english"');
    const parts = [page.slice(0, at), page.slice(at)];
    for (const [index, language] of (['vi', 'en'] as const).entries()) {
      const text = (parts[index] ?? '').replace(/<[^>]+>/g, ' ');
      for (const item of visitor.items) expect(text).toContain(item.text[language].replace('{days}', String(visitor.lookBackDays)));
      for (const purpose of visitor.consent.purposes) expect(text).toContain(purpose.text[language]);
      expect(text).toContain(String(visitor.consent.retentionDays));
      expect(text).toContain('91/2025/QH15');
      expect(text).toContain('K7M 2QT');
    }
  });
});

describeServers('guide pages', (server) => {
  let school: TestSchool;
  beforeAll(async () => {
    school = await makeSchool(server().app, { name: 'Trường Tiểu học Đồi Chè' });
  });

  it('are public, may stand in a frame anywhere, and are the only pages that may', async () => {
    const response = await server().hono.request(`/guide/${school.code}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain('frame-ancestors *');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/script-src|unsafe|img-src/);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(await response.text()).toContain('Trường Tiểu học Đồi Chè');
    for (const path of ['/guide/22222C', '/guide/%3Cscript%3E', '/formats', '/guide/', '/healthz']) {
      const other = await server().hono.request(path);
      expect([path, other.headers.get('content-security-policy')?.includes("frame-ancestors 'none'")]).toEqual([path, true]);
    }
    expect((await server().hono.request('/guide/22222C')).status).toBe(404);
  });

  it('outlive a change of posters, and name what hangs now', async () => {
    const { app, hono } = server();
    const { cookie } = await makeAccount(app, school);
    const made = await postJson(hono, `/api/schools/${school.id}/posters/${school.code}/rotate`, '', { cookie });
    const { code } = (await made.json()) as { code: string };
    const text = await (await hono.request(`/guide/${school.code}`)).text();
    expect(text).toContain(`${code.slice(0, 3)} ${code.slice(3)}`);
    expect(text).not.toContain(`${school.code.slice(0, 3)} ${school.code.slice(3)}`);
    // The phone is told since when, and that there is another: which one hangs at the gate.
    const view = (await (await hono.request(`/api/places/${school.code}`)).json()) as PlaceView;
    expect(view).toMatchObject({ state: 'withdrawn', school: { name: 'Trường Tiểu học Đồi Chè' }, withdrawn: { replaced: true } });
    expect(Math.abs((view.withdrawn?.at ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(JSON.stringify(view)).not.toContain(code);
    expect((await (await hono.request(`/api/places/${code}`)).json()) as PlaceView).not.toHaveProperty('withdrawn');
  });

  it('link to the formats, which are served as they are written', async () => {
    const response = await server().hono.request('/formats');
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await response.text()).toContain('## Poster');
  });
});
