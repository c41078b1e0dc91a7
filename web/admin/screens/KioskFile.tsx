import type { ComponentChildren } from 'preact';
import type { Instant } from '../../../shared/clock.ts';
import { language } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { countText, whenText } from '../format.ts';
import type { Imported, KioskFile } from '../state/kiosk-file.ts';
import { kioskFileWords } from '../strings/kiosk-file.ts';
import { wordsOf } from '../ui/words.ts';

interface KioskFilePartProps {
  file: KioskFile;
  now: Instant;
  /** Leads to where items that are kept apart are settled. */
  link: ComponentChildren;
}

/** For a tablet that is never online: its file goes in, an answer for it comes out. */
export function KioskFilePart({ file, now, link }: KioskFilePartProps) {
  const t = kioskFileWords();
  const state = file.state.value;
  const count = (value: number): string => countText(value, language.value);
  return (
    <section class="stack kiosk-file">
      <h2>{t.title}</h2>
      {state.at === 'ready' && <p class="soft">{t.text}</p>}
      {state.at === 'sending' && (
        <>
          <p role="status">{state.of > 1 ? t.sending(count(state.done + 1), count(state.of)) : t.reading}</p>
          <progress max={state.of} value={state.done} />
        </>
      )}
      {state.at === 'refused' && (
        <Notice kind="error" title={t.refused}>
          <p>{t[state.fault]}</p>
        </Notice>
      )}
      {state.at === 'failed' && (
        <Notice kind="warn" title={wordsOf(state.problem)}>
          <p>{t.failed(count(state.done), count(state.of))}</p>
          <Button kind="primary" onClick={() => void file.again()}>
            {t.again}
          </Button>
        </Notice>
      )}
      {state.at === 'done' ? (
        <Done imported={state.imported} file={file} now={now} link={link} />
      ) : (
        state.at !== 'sending' && <Choose file={file} />
      )}
    </section>
  );
}

function Choose({ file }: { file: KioskFile }) {
  return (
    <label class="button button-secondary file-choice">
      {kioskFileWords().choose}
      <input
        type="file"
        accept=".qcfile,application/octet-stream"
        onChange={({ currentTarget: input }) => {
          const [chosen] = input.files ?? [];
          if (chosen) void file.take(chosen);
        }}
      />
    </label>
  );
}

function Done({ imported, file, now, link }: KioskFilePartProps & { imported: Imported }) {
  const t = kioskFileWords();
  const { counts, kiosk } = imported;
  const held = counts.conflict + counts.quarantined;
  const count = (value: number): string => countText(value, language.value);
  const lines = [
    counts.stored > 0 && t.stored(count(counts.stored)),
    counts.duplicate > 0 && t.duplicate(count(counts.duplicate)),
    counts.erased > 0 && t.erased(count(counts.erased)),
    held > 0 && t.held(count(held)),
  ].filter((line) => line !== false);
  return (
    <>
      <Notice kind="success" title={t.doneTitle(kiosk.name)}>
        <p>{t.made(whenText(imported.madeAt, now))}</p>
        {lines.length === 0 && <p>{t.nothing}</p>}
        <ul>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        {held > 0 && link}
      </Notice>
      {kiosk.revoked && <Notice kind="warn">{t.revoked}</Notice>}
      <p>{t.saveText}</p>
      <div class="row">
        <Button kind="primary" onClick={file.save}>
          {t.save}
        </Button>
        <Button onClick={file.close}>{t.another}</Button>
      </div>
    </>
  );
}
