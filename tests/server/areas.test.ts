import { expect, test } from 'vitest';
import { isCommuneOf, listCommunes, listProvinces } from '../../server/areas/store.ts';
import type { AreaView } from '../../shared/api/schools.schema.ts';
import { describeServers } from '../app.ts';

test('34 provinces and 3,321 communes, codes as text with their zeros, names in NFC, Vietnamese order', () => {
  const provinces = listProvinces();
  expect(provinces).toHaveLength(34);
  expect(provinces.find((each) => each.code === '01')?.name).toBe('Thành phố Hà Nội');
  const communes = provinces.flatMap((each) => listCommunes(each.code) ?? []);
  expect(communes).toHaveLength(3321);
  expect(new Set(communes.map((each) => each.code)).size).toBe(3321);
  for (const { code, name } of communes) {
    expect(code).toMatch(/^\d{5}$/);
    expect(name).toBe(name.normalize('NFC').trim());
  }
  const names = provinces.map((each) => each.name);
  expect(names[0]).toBe('An Giang');
  expect(names.indexOf('Thành phố Đà Nẵng')).toBeGreaterThan(names.indexOf('Cà Mau'));
  expect(names.indexOf('Thành phố Đà Nẵng')).toBeLessThan(names.indexOf('Đắk Lắk'));
});

test('a commune belongs to one province', () => {
  expect(isCommuneOf('00004', '01')).toBe(true);
  expect(isCommuneOf('00004', '04')).toBe(false);
  expect(isCommuneOf('4', '01')).toBe(false);
  expect(isCommuneOf('', '')).toBe(false);
});

describeServers('areas', (server) => {
  test('are public, may be cached, and an unknown province is not found', async () => {
    const provinces = await server().hono.request('/api/areas');
    expect(provinces.headers.get('cache-control')).toBe('public, max-age=86400');
    expect(((await provinces.json()) as { provinces: AreaView[] }).provinces).toHaveLength(34);
    const communes = (await (await server().hono.request('/api/areas/01')).json()) as { communes: AreaView[] };
    expect(communes.communes).toContainEqual({ code: '00004', name: 'Phường Ba Đình' });
    for (const unknown of ['02', '1', '__proto__', 'constructor']) {
      expect((await server().hono.request(`/api/areas/${unknown}`)).status, unknown).toBe(404);
    }
  });
});
