/** Every endpoint of the contract as every role on every relation: what may not be done is refused, and shows nothing. */
import { ENDPOINTS } from '../../shared/api/index.ts';
import { dayOf } from '../../shared/clock.ts';
import { can, type Grant, ROLES } from '../../shared/units/can.ts';
import type { TestSchool } from '../fixtures/world.ts';
import { type Observed, wrong } from './observed.ts';
import { JSON_HEADERS, type World } from './world.ts';

/** 401: sign in; 403: not with these rights; 404: for this account there is no such thing. */
const REFUSALS = [401, 403, 404];
/** A kiosk's signature is refused with 401, set-up's token with 401 or 409. */
const OTHER_GATES = [401, 409, 422];

export async function matrix(world: World): Promise<Observed> {
  const own = await world.newSchool({ name: 'Trường của tôi' });
  const sibling = await world.newSchool({ name: 'Trường bên cạnh' });
  await world.visit(sibling, { fullName: 'Người Bên Cạnh' });
  const faults: string[] = [];
  let asked = 0;
  const people: { role: (typeof ROLES)[number] | 'nobody' | 'stranger'; cookie: string | null }[] = [{ role: 'nobody', cookie: null }];
  for (const role of ROLES) {
    const login = `vai.${role}.${own.id.slice(-6)}`;
    const account = await world.app.auth.createAccount({ login, password: PASSWORD_OF, name: `Vai ${role}` });
    await world.grant(account, own.id, role);
    people.push({ role, cookie: await world.signIn(login, PASSWORD_OF) });
  }
  const stranger = `vai.khong.${own.id.slice(-6)}`;
  await world.app.auth.createAccount({ login: stranger, password: PASSWORD_OF, name: 'Không vai' });
  people.push({ role: 'stranger', cookie: await world.signIn(stranger, PASSWORD_OF) });

  for (const endpoint of ENDPOINTS) {
    // Ends the session that the other requests need.
    if (endpoint.method === 'DELETE' && endpoint.path === '/api/session') continue;
    const relations: [string, TestSchool][] = endpoint.path.includes(':school')
      ? [
          ['own', own],
          ['sibling', sibling],
        ]
      : [['none', own]];
    for (const [relation, school] of relations) {
      for (const { role, cookie } of people) {
        const path = endpoint.path.replace(':school', school.id).replace(':file', 'KHONGCO.pdf').replace(/:\w+/g, 'khong-co-that');
        const query = /export\./.test(path) ? '?from=2026-11-21&to=2026-11-21&purpose=check' : '';
        const reply = await world.send({
          method: endpoint.method,
          path: `${path}${query}`,
          headers: { ...(cookie ? { cookie } : {}), ...(endpoint.method === 'GET' || endpoint.method === 'DELETE' ? {} : JSON_HEADERS) },
          ...(endpoint.method === 'GET' || endpoint.method === 'DELETE' ? {} : { body: '{}' }),
        });
        asked++;
        const wanted = allowed(endpoint.who, role, relation, own.id);
        const name = `${endpoint.method} ${endpoint.path} as ${role} on ${relation}`;
        const refused = REFUSALS.includes(reply.status) || (typeof endpoint.who === 'string' && OTHER_GATES.includes(reply.status));
        if (!wanted && !refused) faults.push(`${name} answered ${reply.status}`);
        if (wanted && (reply.status === 403 || (reply.status === 401 && endpoint.who !== 'anyone')))
          faults.push(`${name} was refused with ${reply.status}`);
        if (reply.status >= 500) faults.push(`${name} answered ${reply.status}`);
        if ((relation === 'sibling' || !wanted) && reply.body.includes('Người Bên Cạnh'))
          faults.push(`${name} shows another school's visitor`);
      }
    }
  }
  return {
    replies: [],
    facts: { asked, faults },
    checks: { rows_scope: () => wrong(faults.length === 0, faults.slice(0, 8).join('; ')) },
  };
}

const PASSWORD_OF = 'mật khẩu của vai thử';

function allowed(who: (typeof ENDPOINTS)[number]['who'], role: string, relation: string, own: string): boolean {
  if (who === 'anyone') return true;
  if (who === 'kiosk' || who === 'set-up') return false;
  if (role === 'nobody') return false;
  if (who === 'signed-in') return true;
  const known = ROLES.find((each) => each === role);
  if (!known) return false;
  const path = `/${own}/`;
  const today = dayOf(Date.parse('2026-11-21T05:00:00Z'));
  const grant: Grant = { account: 'x', unit: own, path, role: known, from: '2020-01-01', to: null };
  return can([grant], who.can, relation === 'sibling' ? '/another/' : path, today);
}
