/** `npm run demo`: three invented schools and a week of traffic in a throw-away folder, gone when it stops. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toBase64url } from '../../shared/bytes.ts';
import { dayOf } from '../../shared/clock.ts';
import { shortId, uuidv7 } from '../../shared/ids.ts';
import { schoolTag } from '../../shared/pass/keys.ts';
import type { Role } from '../../shared/units/can.ts';
import { createApp } from '../app.ts';
import { listCommunes, listProvinces } from '../areas/store.ts';
import type { App } from '../context.ts';
import { newPlace, placeStatements } from '../posters/store.ts';
import { hashPin } from '../schools/pin.ts';
import { gateStatement, operatorStatement, schoolStatements } from '../schools/store.ts';
import { runUntilStopped, serve } from '../serve.ts';
import { factStatement } from '../setup/installation.ts';
import { Device, random } from './device.ts';
import { mountParts } from './parts.ts';
import { seeded } from './people.ts';
import { fillWeek } from './week.ts';

const SCHOOLS = [
  { name: 'Trường Tiểu học Hoa Ban', shortName: 'TH Hoa Ban', kind: 'primary', gates: ['Cổng chính', 'Cổng sau'], screenCode: true },
  { name: 'Trường Trung học cơ sở Đồi Chè', shortName: 'THCS Đồi Chè', kind: 'lower-secondary', gates: ['Cổng chính'], screenCode: false },
  { name: 'Trường Mầm non Nắng Mai', shortName: 'MN Nắng Mai', kind: 'preschool', gates: ['Cổng chính'], screenCode: false },
] as const;

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const folder = mkdtempSync(join(tmpdir(), 'quacong-demo-'));
const env = {
  ...process.env,
  DATABASE_URL: '',
  DATA_DIR: join(folder, 'data'),
  KEY_DIR: join(folder, 'keys'),
  LOG_LEVEL: process.env.LOG_LEVEL ?? 'error',
};
const told: string[] = [];
const serving = serve(env, print, fill, mountParts).then((running) => {
  for (const line of told) print(line.replaceAll('{address}', running.address.replace(/\/$/, '')));
  return running;
});
runUntilStopped(serving, () => rmSync(folder, { recursive: true, force: true }));

/** Runs before the server listens, with a clock of its own. */
async function fill(app: App): Promise<void> {
  const realClock = app.clock;
  const hono = createApp(app);
  const password = toBase64url(random(9));
  const week = 7 * 24 * 3600 * 1000;
  app.clock = () => realClock() - week - 3600_000;
  const operator = await account(app, 'quantri', 'Người quản trị', password);
  for (const [index, school] of SCHOOLS.entries()) {
    print(`${index + 1}/${SCHOOLS.length} ${school.name}: một tuần khách ra vào / a week of visitors …`);
    const office = await account(app, `vanphong${index + 1}`, `Văn phòng ${school.shortName}`, password);
    const viewer = await account(app, `xem${index + 1}`, `Người xem ${school.shortName}`, password);
    const made = await makeSchool(app, school, [
      { account: operator, role: 'operator' },
      { account: office, role: 'school-admin' },
      { account: viewer, role: 'viewer' },
    ]);
    const device = await new Device(made).pair(app, 'Máy mẫu');
    await fillWeek(app, hono, { device, code: made.code }, seeded(index + 1), (at) => {
      app.clock = () => at;
    });
    // Nobody holds that tablet: the guard of the demonstration pairs one and is then alone at the gate.
    await app.db.save('system', [
      { query: app.db.build.updateTable('kiosk').set({ revoked_at: realClock() }).where('school_id', '=', made.id).compile() },
    ]);
    told.push(`  Khách / visitor: {address}/p/${made.code}   (${school.shortName})`);
    told.push(`  Văn phòng / office: {address}/admin/   vanphong${index + 1} · chỉ xem / read only: xem${index + 1}`);
  }
  app.clock = realClock;
  told.push(`  Quản trị / operator: quantri. Mật khẩu của mọi tài khoản / password of every account: ${password}`);
  told.push(
    '  Bảo vệ / guard: {address}/kiosk/   (lấy mã ghép máy ở trang văn phòng, PIN 1234 / pairing code from the office page, PIN 1234)',
  );
  told.push('  Các bộ phận của giao diện / parts of the look: {address}/demo/parts');
  told.push('Dừng bằng Ctrl+C; dữ liệu mẫu mất theo. / Ctrl+C stops it and removes everything.');
}

async function account(app: App, login: string, name: string, password: string): Promise<string> {
  return app.auth.createAccount({ login, password, name });
}

async function makeSchool(app: App, school: (typeof SCHOOLS)[number], grants: { account: string; role: Role }[]) {
  const now = app.clock();
  const id = uuidv7(now, random);
  const province = listProvinces()[0]?.code ?? '';
  const row = { ...school, province, commune: listCommunes(province)?.[0]?.code ?? '', street: 'Số 1, đường Mẫu', phone: '02130000000' };
  const gates = school.gates.map((name, index) => ({
    id: shortId(random),
    number: index + 1,
    name,
    direction: 'both' as const,
    active: true,
    version: 1,
  }));
  const places = [await newPlace(app, id, null)];
  for (const gate of gates) places.push(await newPlace(app, id, gate.id));
  await app.db.save('system', [
    ...schoolStatements(
      app.db,
      {
        ...row,
        id,
        line: 'Xin đeo khẩu trang khi vào khu lớp học.',
        contact: 'Văn phòng: 0213 0000 000',
        questionnaire: 'visitor',
        screenCode: school.screenCode,
        grants,
      },
      now,
      dayOf(now),
    ),
    ...gates.map((gate) => gateStatement(app.db, id, gate)),
    ...places.flatMap((place) => placeStatements(app.db, place)),
    operatorStatement(app.db, id, { id: shortId(random), name: 'Bác Tư', ...(await hashPin('1234', random)) }),
    factStatement(app.db, 'set-up-at', String(now)),
    factStatement(app.db, 'recovery-confirmed-at', String(now)),
  ]);
  return { id, tag: await schoolTag(id, crypto.subtle), gate: gates[0]?.id ?? '', code: places[0]?.code ?? '' };
}
