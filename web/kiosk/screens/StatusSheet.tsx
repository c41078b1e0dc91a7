import { useSignal } from '@preact/signals';
import { DAY, instantText } from '../../../shared/clock.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { KioskApp } from '../state/app.ts';
import { agoText, statusLines } from '../status-lines.ts';
import { t } from '../strings.ts';
import { Refusal } from './Refusal.tsx';
import { Sheet } from './Sheet.tsx';

const CERTIFICATE_SHOWN = 14 * DAY;

export function StatusSheet({ app }: { app: KioskApp }) {
  const { kiosk, scanner } = app;
  const words = t();
  const lines = new Map(statusLines(kiosk).map((line) => [line.key, line.text]));
  const contact = kiosk.contact.value;
  const keysAt = kiosk.keysAt();
  const { persisted, usedBytes, quotaBytes } = kiosk.device.view.value;
  const certificateLeft = contact?.certificateEndsAt ? contact.certificateEndsAt - kiosk.now.value : Number.POSITIVE_INFINITY;
  const used = usedBytes !== undefined && quotaBytes !== undefined ? words.statusUsed(bytesText(usedBytes), bytesText(quotaBytes)) : '';
  const identity = kiosk.identity.value;
  const rows: [string, string][] = [
    [words.statusUnsent, lines.get('unsent') ?? ''],
    [words.statusContact, contact ? `${instantText(contact.at)} (${agoText(kiosk.now.value - contact.at)})` : words.contactNever],
    [words.statusKeys, keysAt === undefined ? words.unknown : instantText(keysAt)],
    [words.statusClock, `${instantText(kiosk.now.value)} · ${lines.get('clock')}`],
    [words.statusStorage, [lines.get('storage'), used].filter(Boolean).join(' · ')],
    [words.statusBattery, lines.get('battery') ?? words.unknown],
    [words.statusDecoder, scanner.engine.value ?? words.unknown],
    [words.statusVersion, kiosk.version],
    [words.statusKiosk, identity ? `${identity.name} · ${identity.gate.name} · ${identity.school.name}` : ''],
  ];
  return (
    <Sheet title={words.statusTitle} onClose={() => app.open('none')}>
      <Refusal line={kiosk.line.value} />
      {!persisted && <Notice kind="warn">{words.looseHelp}</Notice>}
      {contact?.serverClockSuspect && <Notice kind="warn">{words.serverClock}</Notice>}
      {certificateLeft < CERTIFICATE_SHOWN && (
        <Notice kind="warn">{words.certificate(String(Math.max(0, Math.floor(certificateLeft / DAY))))}</Notice>
      )}
      <dl class="facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div class="row">
        <Button onClick={kiosk.exchangeNow}>{words.exchangeNow}</Button>
        {app.update.value && (
          <Button kind="primary" onClick={() => app.update.value?.apply()}>
            {words.updateNow}
          </Button>
        )}
        <Unpair app={app} />
      </div>
    </Sheet>
  );
}

/** Taken off the gate only with an empty outbox, and only when asked twice. */
function Unpair({ app }: { app: KioskApp }) {
  const asked = useSignal(false);
  const words = t();
  if (app.kiosk.counter.value.unsent > 0) return <p class="soft">{words.unpairBlocked}</p>;
  if (!asked.value) {
    return (
      <Button kind="quiet" onClick={() => (asked.value = true)}>
        {words.unpair}
      </Button>
    );
  }
  return (
    <Button kind="danger" onClick={() => void app.kiosk.unpair().then((done) => done && location.reload())}>
      {words.unpairSure}
    </Button>
  );
}

const bytesText = (bytes: number): string =>
  bytes > 2 ** 30 ? `${(bytes / 2 ** 30).toFixed(1)} GB` : `${(bytes / 2 ** 20).toFixed(1)} MB`;
