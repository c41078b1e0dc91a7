/** What one exchange sends: the oldest waiting items, the session keys they need, and how the kiosk is. */
import type { ExchangeInput, OutboxItem } from '../../../shared/api/exchange.schema.ts';
import { MAX_EXCHANGE_BYTES, PROTOCOL } from '../../../shared/api/exchange.schema.ts';
import { getKept } from '../db/kept.ts';
import { readCounter, readHead } from '../db/log.ts';
import type { Contact, Identity, KioskDb, LogItem } from '../db/schema.ts';
import { sessionsOf } from '../db/sessions.ts';

export type DeviceState = Omit<ExchangeInput['state'], 'unsent' | 'oldestUnsentAt' | 'lastN'>;

export interface Batch {
  id: string;
  items: LogItem[];
  body: ExchangeInput;
}

/** Items are text of ASCII and some Vietnamese: half of the limit leaves room for what else stands in the body. */
const MAX_ITEM_TEXT = MAX_EXCHANGE_BYTES / 2;
const MAX_SESSIONS = 50;

export interface BatchParts {
  db: KioskDb;
  identity: Identity;
  id: string;
  sentAt: number;
  contact: Contact | undefined;
  device: DeviceState;
}

/** A batch of these items; `ahead`: so many others go before them, and wait no more when these arrive. */
export async function batchOf({ db, identity, id, sentAt, contact, device }: BatchParts, items: LogItem[], ahead = 0): Promise<Batch> {
  const [sessions, policy, keys, questionnaire, counter, head] = await Promise.all([
    sessionsOf(db, items),
    getKept(db, 'policy'),
    getKept(db, 'keys'),
    getKept(db, 'questionnaire'),
    readCounter(db),
    readHead(db),
  ]);
  const body: ExchangeInput = {
    v: PROTOCOL,
    audience: identity.audience,
    kiosk: identity.kiosk,
    batch: id,
    sentAt,
    items: items.map(toOutboxItem),
    ...(sessions.length > 0 ? { sessions: sessions.slice(0, MAX_SESSIONS) } : {}),
    have: {
      ...(contact ? { epoch: contact.epoch } : {}),
      feed: contact?.feed ?? 0,
      policy: policy?.version ?? 0,
      keysAt: keys?.at ?? 0,
      ...(questionnaire ? { questionnaire: `${questionnaire.id}@${questionnaire.version}` } : {}),
    },
    state: { ...counter, unsent: Math.max(0, counter.unsent - ahead), lastN: head.n, ...device },
  };
  return { id, items, body };
}

const toOutboxItem = ({ event, payload }: LogItem): OutboxItem => (payload ? { event, payload } : { event });

/** As many of them as one request may hold; at least one. */
export function cutBySize(items: LogItem[]): LogItem[] {
  let size = 0;
  const sessions = new Set<string>();
  const end = items.findIndex((item) => {
    size += item.event.length + (item.payload?.sealed.length ?? 0) + 100;
    if (item.payload) sessions.add(item.payload.session);
    return size > MAX_ITEM_TEXT || sessions.size > MAX_SESSIONS;
  });
  return end === -1 ? items : items.slice(0, Math.max(1, end));
}
