import { endpoint } from './endpoint.ts';
import type {
  AreaView,
  GateInput,
  GateView,
  KioskView,
  OperatorInput,
  PairingInput,
  PairingState,
  PairingView,
  SchoolInput,
  SchoolView,
} from './schools.schema.ts';

type At = { school: string };

export const listSchools = endpoint<void, { schools: { id: string; name: string; shortName: string }[] }>({
  method: 'GET',
  path: '/api/schools',
  who: 'signed-in',
  audit: null,
});
export const createSchool = endpoint<SchoolInput, SchoolView>({
  method: 'POST',
  path: '/api/schools',
  who: { can: 'school.create' },
  audit: 'school.created',
});
export const getSchool = endpoint<At, SchoolView>({
  method: 'GET',
  path: '/api/schools/:school',
  who: { can: 'school.read' },
  audit: null,
});
/** Needs `If-Match: "<version>"`; 412 `stale-version`. */
export const updateSchool = endpoint<SchoolInput, SchoolView>({
  method: 'PUT',
  path: '/api/schools/:school',
  who: { can: 'school.manage' },
  audit: 'school.updated',
});
export const createGate = endpoint<GateInput, GateView>({
  method: 'POST',
  path: '/api/schools/:school/gates',
  who: { can: 'school.manage' },
  audit: 'gate.created',
});
export const updateGate = endpoint<GateInput & { active: boolean }, GateView>({
  method: 'PUT',
  path: '/api/schools/:school/gates/:gate',
  who: { can: 'school.manage' },
  audit: 'gate.updated',
});

export const listOperators = endpoint<At, { operators: { id: string; name: string }[] }>({
  method: 'GET',
  path: '/api/schools/:school/operators',
  who: { can: 'school.read' },
  audit: null,
});
export const createOperator = endpoint<OperatorInput, { id: string; name: string }>({
  method: 'POST',
  path: '/api/schools/:school/operators',
  who: { can: 'kiosk.manage' },
  audit: 'operator.created',
});
export const removeOperator = endpoint<void, void>({
  method: 'DELETE',
  path: '/api/schools/:school/operators/:operator',
  who: { can: 'kiosk.manage' },
  audit: 'operator.removed',
});

export const listProvinces = endpoint<void, { provinces: AreaView[] }>({ method: 'GET', path: '/api/areas', who: 'anyone', audit: null });
export const listCommunes = endpoint<{ province: string }, { communes: AreaView[] }>({
  method: 'GET',
  path: '/api/areas/:province',
  who: 'anyone',
  audit: null,
});

export const listKiosks = endpoint<At, { kiosks: KioskView[] }>({
  method: 'GET',
  path: '/api/schools/:school/kiosks',
  who: { can: 'school.read' },
  audit: null,
});
export const createPairing = endpoint<PairingInput, PairingView>({
  method: 'POST',
  path: '/api/schools/:school/pairings',
  who: { can: 'kiosk.manage' },
  audit: 'pairing.created',
});
/** Of a code that was made here; :slot is its first four digits. Asked while the code is on the screen. */
export const getPairing = endpoint<At, PairingState>({
  method: 'GET',
  path: '/api/schools/:school/pairings/:slot',
  who: { can: 'kiosk.manage' },
  audit: null,
});
export const revokeKiosk = endpoint<void, void>({
  method: 'DELETE',
  path: '/api/schools/:school/kiosks/:kiosk',
  who: { can: 'kiosk.manage' },
  audit: 'kiosk.revoked',
});
