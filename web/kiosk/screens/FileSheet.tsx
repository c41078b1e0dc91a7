import { useSignal } from '@preact/signals';
import { instantText } from '../../../shared/clock.ts';
import { saveFile } from '../../lib/save-file.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { KioskApp } from '../state/app.ts';
import type { TakeResult, WriteResult } from '../state/files.ts';
import { bytesText, countText } from '../status-lines.ts';
import { t } from '../strings.ts';
import { PinGate } from './PinGate.tsx';
import { Sheet } from './Sheet.tsx';
import { Unpair } from './Unpair.tsx';

/** For a tablet that is never online, and for one that the server does not take any more. */
export function FileSheet({ app }: { app: KioskApp }) {
  const { line } = app.kiosk;
  const refused = line.value === 'revoked' || line.value === 'unknown';
  return (
    <Sheet title={t().fileTitle} onClose={() => app.open('none')}>
      <PinGate app={app}>
        <p class="soft">{t().fileWhy}</p>
        <Write app={app} />
        <Take app={app} />
        {refused && (
          <section class="setting stack">
            <h2>{t().settingsUnpair}</h2>
            <p class="soft">{t().refusedThen}</p>
            <Unpair app={app} />
          </section>
        )}
      </PinGate>
    </Sheet>
  );
}

function Write({ app }: { app: KioskApp }) {
  const { counter, files } = app.kiosk;
  const result = useSignal<WriteResult | undefined>(undefined);
  const working = files.working.value;
  const last = files.last.value;
  const { unsent } = counter.value;

  async function write(): Promise<void> {
    result.value = undefined;
    const written = await files.write();
    if (written.ok) saveFile({ blob: written.blob, name: written.file.name });
    result.value = written;
  }

  const done = result.value;
  return (
    <section class="setting stack">
      <h2>{t().fileStep1}</h2>
      <Button kind="primary" wide class="button-big" busy={working !== undefined} onClick={() => void write()}>
        {working?.what === 'writing'
          ? t().fileWriting(countText(working.done), countText(working.of))
          : unsent > 0
            ? t().fileWrite(countText(unsent))
            : t().fileWriteNews}
      </Button>
      {working?.what === 'writing' && <progress max={Math.max(1, working.of)} value={working.done} />}
      {done?.ok && (
        <Notice kind="success" title={t().fileWritten(done.file.name)}>
          <p>{t().fileWrittenText(countText(done.file.items), bytesText(done.file.bytes))}</p>
          <p>{t().fileWhere}</p>
        </Notice>
      )}
      {done?.ok === false && <Notice kind="error">{writeFault(done.fault)}</Notice>}
      {!done && last && <p class="soft">{t().fileLast(instantText(last.madeAt), countText(last.items), bytesText(last.bytes))}</p>}
    </section>
  );
}

function writeFault(fault: Extract<WriteResult, { ok: false }>['fault']): string {
  switch (fault) {
    case 'no-key':
      return t().fileNoKey;
    case 'too-large':
      return t().fileTooMuch;
    case 'store':
      return t().fileStore;
  }
}

function Take({ app }: { app: KioskApp }) {
  const { files } = app.kiosk;
  const result = useSignal<TakeResult | undefined>(undefined);
  const working = files.working.value;

  async function take(input: HTMLInputElement): Promise<void> {
    const [file] = input.files ?? [];
    if (!file) return;
    result.value = undefined;
    result.value = await files.take(file);
    // The same file may be chosen again.
    input.value = '';
  }

  const done = result.value;
  return (
    <section class="setting stack">
      <h2>{t().fileStep2}</h2>
      <label class={working ? 'button button-wide file-choice file-busy' : 'button button-secondary button-wide file-choice'}>
        {working?.what === 'taking' ? t().fileTaking(countText(working.done), countText(working.of)) : t().fileTake}
        <input
          type="file"
          accept=".qcfile,application/octet-stream"
          disabled={working !== undefined}
          onChange={(event) => void take(event.currentTarget)}
        />
      </label>
      {done?.ok && (
        <Notice kind="success" title={t().fileTaken(countText(done.items))}>
          <p>{t().fileTakenText(instantText(done.madeAt))}</p>
          {done.unsent > 0 && <p>{t().fileTakenRest(countText(done.unsent))}</p>}
        </Notice>
      )}
      {done?.ok === false && <Notice kind="error">{done.fault === 'store' ? t().fileStore : t()[`file-${done.fault}`]}</Notice>}
    </section>
  );
}
