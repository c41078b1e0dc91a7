import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { instantText, MINUTE, timeText } from '../../../shared/clock.ts';
import { headsOf } from '../../../shared/gate/event.ts';
import { headsIn } from '../../../shared/presence/stays.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { type OpenVisit, openVisits } from '../gate/open-visits.ts';
import type { KioskApp } from '../state/app.ts';
import { agoText, countText, sinceText } from '../status-lines.ts';
import { t } from '../strings.ts';
import { Sheet } from './Sheet.tsx';

/** Everybody who is inside as far as this device knows; works without network, needs no PIN, and can be printed. */
export function RollCall({ app }: { app: KioskApp }) {
  const { kiosk } = app;
  const { rollCall } = kiosk;
  void kiosk.revision.value;
  const onlyMissing = useSignal(false);
  useEffect(() => void rollCall.begin(), []);
  const book = kiosk.book();
  const visits = book ? openVisits(book) : [];
  const call = rollCall.current.value;
  const seen = new Set(call?.seen ?? []);
  const missing = visits.filter((visit) => !seen.has(visit.subject));
  const shown = onlyMissing.value ? missing : visits;
  return (
    <Sheet title={t().rollCall} onClose={() => app.open('none')}>
      <PrintHead app={app} />
      <div class="roll-counts" role="status">
        <p class="roll-count roll-seen">
          <strong>{countText(headsIn(visits) - headsIn(missing))}</strong> {t().rollCallSeen}
        </p>
        <p class={missing.length > 0 ? 'roll-count roll-missing' : 'roll-count roll-seen'}>
          <strong>{countText(headsIn(missing))}</strong> {t().rollCallMissing}
        </p>
      </div>
      <Known app={app} />
      {visits.length === 0 && <Notice kind="info">{t().rollCallNobody}</Notice>}
      <div class="row roll-tools no-print">
        <Button pressed={onlyMissing.value} onClick={() => (onlyMissing.value = !onlyMissing.value)}>
          {onlyMissing.value ? t().rollCallAll : t().rollCallOnlyMissing}
        </Button>
        <Button onClick={() => print()}>{t().rollCallPrint}</Button>
        <End app={app} />
      </div>
      <ul class="roll">
        {shown.map((visit) => (
          <Visit key={visit.scan} app={app} visit={visit} seen={seen.has(visit.subject)} />
        ))}
      </ul>
      {call && <p class="soft no-print">{t().rollCallBegun(timeText(call.startedAt))}</p>}
    </Sheet>
  );
}

/** What the reader of a sheet of paper has to know: whose it is, from when, and what may be missing. */
function PrintHead({ app }: { app: KioskApp }) {
  const { contact, identity, now, policy } = app.kiosk;
  const at = contact.value?.at;
  return (
    <header class="print-only">
      <h1>{t().rollCall}</h1>
      <p>{policy.value?.schoolName}</p>
      <p>
        {t().rollCallPrinted(instantText(now.value), `${identity.value?.name} · ${policy.value?.gate.name ?? identity.value?.gate.name}`)}
      </p>
      <p>{t().rollCallContact(at === undefined ? t().unknown : instantText(at))}</p>
    </header>
  );
}

function Known({ app }: { app: KioskApp }) {
  const { contact, now, policy } = app.kiosk;
  const at = contact.value?.at;
  // With one kiosk there is no other gate to hear of.
  const alone = (policy.value?.kiosks ?? 1) < 2;
  const age = now.value - (at ?? now.value);
  const ago = age < MINUTE ? t().rollCallFresh : t().before(agoText(age));
  return (
    <p class="soft">
      {!alone && (at === undefined ? t().rollCallAlone : t().rollCallHeard(instantText(at), ago))} {t().rollCallGuests}
    </p>
  );
}

function End({ app }: { app: KioskApp }) {
  const asked = useSignal(false);
  if (!asked.value) return <Button onClick={() => (asked.value = true)}>{t().rollCallEnd}</Button>;
  return (
    <Button kind="danger" onClick={() => void app.kiosk.rollCall.end().then(() => app.open('none'))}>
      {t().rollCallEndSure}
    </Button>
  );
}

function Visit({ app, visit, seen }: { app: KioskApp; visit: OpenVisit; seen: boolean }) {
  const { kiosk } = app;
  const { policy, rollCall } = kiosk;
  const name = visit.name || t().noName;
  const whole = visit.with ? `${name} ${t().along(visit.with)}` : name;
  return (
    <li>
      <button
        type="button"
        class="roll-row"
        aria-pressed={seen}
        aria-label={t().rollCallTick(whole)}
        onClick={() => void rollCall.tick(visit.subject, !seen)}
      >
        <span class="roll-box" aria-hidden="true">
          {seen ? '✓' : ''}
        </span>
        <span>
          <strong>{name}</strong>
          {visit.with !== undefined && <strong class="roll-heads">{t().rollCallAllOf(headsOf(visit), visit.with)}</strong>}
          {visit.host && <span class="roll-host">{t().visits(visit.host)}</span>}
          <span class="soft">{t().rollCallSince(sinceText(visit.since, kiosk.now.peek()), gateName(policy.value, visit.gate))}</span>
        </span>
        <span class="roll-word">{seen ? t().rollCallSeen : t().rollCallMissing}</span>
      </button>
    </li>
  );
}

function gateName(policy: KioskApp['kiosk']['policy']['value'], gate: string): string {
  if (policy?.gate.id === gate) return policy.gate.name;
  return policy?.gates?.find((each) => each.id === gate)?.name ?? t().rollCallGateOther;
}
