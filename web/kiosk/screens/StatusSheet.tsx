import { instantText } from '../../../shared/clock.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { KioskApp } from '../state/app.ts';
import { agoText, bytesText, statusLines } from '../status-lines.ts';
import { t } from '../strings.ts';
import { Facts } from './Facts.tsx';
import { Sheet } from './Sheet.tsx';

/** For everybody to read: first what is not well and what to do about it, then all there is to know. */
export function StatusSheet({ app }: { app: KioskApp }) {
  const { kiosk } = app;
  const words = t();
  const lines = statusLines(kiosk);
  const troubled = lines.filter((line) => line.help !== undefined).sort((a, b) => Number(b.tone === 'bad') - Number(a.tone === 'bad'));
  const refused = kiosk.line.value === 'revoked' || kiosk.line.value === 'unknown';
  return (
    <Sheet title={words.statusTitle} onClose={() => app.open('none')}>
      {troubled.length === 0 && <Notice kind="success">{words.statusFine}</Notice>}
      {troubled.map((line) => (
        <Notice key={line.key} kind={line.tone === 'bad' ? 'error' : 'warn'} title={line.text}>
          <p>{line.help}</p>
          {line.key === 'contact' && refused && kiosk.counter.value.unsent > 0 && (
            <Button wide onClick={() => app.open('file')}>
              {words.refusedFile}
            </Button>
          )}
        </Notice>
      ))}
      {app.update.value && <Notice kind="info">{words.updateWhen}</Notice>}
      <div class="row">
        <Button onClick={kiosk.exchangeNow}>{words.exchangeNow}</Button>
        {app.update.value && (
          <Button kind="primary" onClick={() => app.applyUpdate()}>
            {words.updateNow}
          </Button>
        )}
        <Button onClick={() => app.awake.fullScreen()}>{words.fullScreen}</Button>
        <Button onClick={() => app.open('settings')}>{words.settings}…</Button>
      </div>
      <StateFacts app={app} />
    </Sheet>
  );
}

function StateFacts({ app }: { app: KioskApp }) {
  const { kiosk, scanner } = app;
  const words = t();
  // The name of the row says what it is of.
  const texts = new Map(statusLines(kiosk).map((line) => [line.key, line.text.replace(/^[^:]+: /, '')]));
  const contact = kiosk.contact.value;
  const keysAt = kiosk.keysAt();
  const { usedBytes, quotaBytes } = kiosk.device.view.value;
  const used = usedBytes !== undefined && quotaBytes !== undefined ? words.statusUsed(bytesText(usedBytes), bytesText(quotaBytes)) : '';
  const identity = kiosk.identity.value;
  const rows: [string, string][] = [
    [words.statusUnsent, texts.get('unsent') ?? ''],
    [
      words.statusContact,
      contact ? `${instantText(contact.at)} (${words.before(agoText(kiosk.now.value - contact.at))})` : words.contactNever,
    ],
    [words.statusKeys, keysAt === undefined ? words.unknown : instantText(keysAt)],
    [words.statusClock, `${instantText(kiosk.now.value)} · ${texts.get('clock')}`],
    [words.statusStorage, [texts.get('storage'), used].filter(Boolean).join(' · ')],
    [words.statusBattery, texts.get('battery') ?? words.unknown],
    [words.statusDecoder, scanner.engine.value ?? words.unknown],
    [words.statusVersion, kiosk.version],
    [words.statusKiosk, identity ? `${identity.name} · ${identity.gate.name} · ${identity.school.name}` : ''],
  ];
  return <Facts rows={rows} />;
}
