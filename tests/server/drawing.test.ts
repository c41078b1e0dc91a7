import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ENDPOINTS } from '../../shared/api/index.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const drawing = /```mermaid\n([\s\S]*?)```/.exec(readFileSync(`${root}README.md`, 'utf8'))?.[1] ?? '';

describe('the drawing in the README', () => {
  it('names only files and folders that exist', () => {
    const named = drawing.match(/\b(?:server|shared|web)\/[\w./-]+\b/g) ?? [];
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((path) => !existsSync(root + path))).toEqual([]);
  });

  it('names only endpoints of the contract, and all that carry the main flow', () => {
    const named = [...drawing.matchAll(/\b(GET|POST) (\/api\/[\w/:.-]+)/g)].map((match) => `${match[1]} ${match[2]}`);
    const known = ENDPOINTS.map(({ method, path }) => `${method} ${path}`);
    expect(named.filter((endpoint) => !known.includes(endpoint))).toEqual([]);
    expect(named).toEqual(expect.arrayContaining(['POST /api/declarations', 'POST /api/exchange', 'GET /api/schools/:school/log']));
  });

  it('holds what it says: what an arrow joins does import it', () => {
    const imports: [string, string][] = [
      ['server/declarations/make.ts', 'shared/questionnaire/check.ts'],
      ['server/declarations/make.ts', 'shared/pass/pass.ts'],
      ['server/gates/ingest.ts', 'shared/gate/log.ts'],
      ['server/visits/routes.ts', 'shared/gate/log.ts'],
      ['server/rights/erase.ts', 'shared/presence/stays.ts'],
      ['server/gates/day.ts', 'shared/presence/stays.ts'],
    ];
    for (const [from, to] of imports) expect(readFileSync(root + from, 'utf8')).toContain(to.replace(/^shared/, '../../shared'));
  });
});
