import { X509Certificate } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import jsQR from 'jsqr';
import { describe, expect, it } from 'vitest';
import { type Config, readConfig } from '../../server/config.ts';
import { ensureOwnTls, readAuthority } from '../../server/tls/own.ts';
import { mountCa } from '../../server/tls/routes.ts';
import { Problem } from '../../shared/problem.ts';

const PUBLIC_URL = 'https://192.168.1.10:8787';

function appOf(config: Config): Hono {
  const hono = new Hono();
  mountCa(hono, { config, publicUrl: () => config.publicUrl });
  hono.onError((error) => new Response(null, { status: error instanceof Problem ? error.status : 500 }));
  return hono;
}

async function own(): Promise<{ hono: Hono; folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'ca-'));
  await ensureOwnTls(folder, '192.168.1.10', Date.now());
  return { hono: appOf(readConfig({ DATA_DIR: folder, KEY_DIR: '/elsewhere', PUBLIC_URL })), folder };
}

describe('/ca', () => {
  it('offers the certificate as a file that devices install', async () => {
    const { hono, folder } = await own();
    const answer = await hono.request('/ca.crt');
    expect(answer.headers.get('content-type')).toBe('application/x-x509-ca-cert');
    const certificate = new X509Certificate(new Uint8Array(await answer.arrayBuffer()));
    expect(certificate.ca).toBe(true);
    expect(certificate.fingerprint256).toBe(readAuthority(folder)?.fingerprint);
  });

  it('explains it in Vietnamese and English, with the print to compare and without anything inline', async () => {
    const { hono, folder } = await own();
    const page = await (await hono.request('/ca')).text();
    expect(page).toContain('<html lang="vi">');
    expect(page).toContain('<section lang="en">');
    expect(page.replaceAll('<wbr>', '')).toContain(readAuthority(folder)?.fingerprint);
    expect(page).not.toMatch(/<script|<style|\sstyle=|\son\w+=/);
    expect(page).not.toContain('PRIVATE');
    expect((await hono.request('/ca.css')).headers.get('content-type')).toMatch(/^text\/css/);
  });

  it('shows its own address as a QR that an independent reader decodes', async () => {
    const { hono } = await own();
    const page = await (await hono.request('/ca')).text();
    const svg = Buffer.from(/base64,([^"]+)"/.exec(page)?.[1] ?? '', 'base64').toString();
    const { Resvg } = await import('@resvg/resvg-js');
    const image = new Resvg(svg, { fitTo: { mode: 'width', value: 480 } }).render();
    expect(jsQR(new Uint8ClampedArray(image.pixels), image.width, image.height)?.data).toBe(`${PUBLIC_URL}/ca`);
  });

  it('does not exist without the own authority', async () => {
    const hono = appOf(readConfig({ PUBLIC_URL }));
    for (const path of ['/ca', '/ca.crt']) expect((await hono.request(path)).status).toBe(404);
  });
});
