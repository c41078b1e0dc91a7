import type { KioskView, SchoolView } from '../../../shared/api/schools.schema.ts';
import type { Instant } from '../../../shared/clock.ts';
import { language } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { countText } from '../format.ts';
import type { Admin } from '../state/admin.ts';
import type { KioskFile } from '../state/kiosk-file.ts';
import type { Asked, Kiosks } from '../state/kiosks.ts';
import { common } from '../strings/common.ts';
import { kioskWords } from '../strings/kiosks.ts';
import { KioskNotes } from '../ui/KioskNotes.tsx';
import { Loaded } from '../ui/Loaded.tsx';
import { PageLinks } from '../ui/PageLinks.tsx';
import { SendNotice } from '../ui/SendNotice.tsx';
import { Title } from '../ui/Title.tsx';
import { KioskFilePart } from './KioskFile.tsx';
import { Operators } from './Operators.tsx';
import { Pairing } from './Pairing.tsx';

interface KiosksProps {
  admin: Admin;
  school: SchoolView;
  kiosks: Kiosks;
  file: KioskFile;
}

export function KiosksScreen({ admin, school, kiosks, file }: KiosksProps) {
  const t = kioskWords();
  const may = school.actions.includes('kiosk.manage');
  const asked = kiosks.asked.value;
  return (
    <>
      <Title text={t.title} />
      <div class="two">
        <div class="stack">
          <p class="soft">{t.text}</p>
          <Loaded of={kiosks.list}>
            {({ kiosks: all }) => {
              const used = all.filter((kiosk) => kiosk.revokedAt === null);
              const old = all.filter((kiosk) => kiosk.revokedAt !== null);
              return (
                <>
                  {used.length === 0 && (
                    <div class="blank">
                      <p class="blank-title">{t.none}</p>
                      <p class="soft">{t.noneText}</p>
                    </div>
                  )}
                  <ul class="posts">
                    {used.map((kiosk) => (
                      <Kiosk key={kiosk.id} kiosk={kiosk} now={admin.clock()} ask={may ? kiosks.ask : undefined} />
                    ))}
                  </ul>
                  {old.length > 0 && (
                    <details>
                      <summary>
                        {t.old} ({old.length})
                      </summary>
                      <ul class="posts">
                        {old.map((kiosk) => (
                          <Kiosk key={kiosk.id} kiosk={kiosk} now={admin.clock()} ask={undefined} />
                        ))}
                      </ul>
                    </details>
                  )}
                </>
              );
            }}
          </Loaded>
          {may && <Pairing kiosks={kiosks} gates={school.gates} clock={admin.clock} />}
        </div>
        <div class="stack">
          <Operators kiosks={kiosks} may={may} />
          {may && (
            <KioskFilePart file={file} now={admin.clock()} link={<PageLinks router={admin.router} school={school} to={['held']} />} />
          )}
        </div>
      </div>
      {asked && <Ask asked={asked} kiosks={kiosks} />}
    </>
  );
}

function Kiosk({ kiosk, now, ask }: { kiosk: KioskView; now: Instant; ask: Kiosks['ask'] | undefined }) {
  const t = kioskWords();
  return (
    <li class="post">
      <div class="post-head">
        <p class="post-name">
          {kiosk.name} <span class="soft">· {kiosk.gate.name}</span>
        </p>
        {ask && (
          <Button kind="quiet" label={t.revokeOf(kiosk.name)} onClick={() => ask({ kind: 'kiosk', kiosk })}>
            {t.revoke}
          </Button>
        )}
      </div>
      <KioskNotes kiosk={kiosk} now={now} />
      <p class="small soft">
        {t.through(kiosk.receivedThrough)}
        {kiosk.version !== null && ` · ${t.version(kiosk.version)}`}
      </p>
    </li>
  );
}

function Ask({ asked, kiosks }: { asked: Asked; kiosks: Kiosks }) {
  const t = kioskWords();
  const isKiosk = asked.kind === 'kiosk';
  const unsent = isKiosk ? (asked.kiosk.unsent ?? 0) : 0;
  return (
    <Dialog title={isKiosk ? t.revokeTitle(asked.kiosk.name) : t.removeTitle(asked.operator.name)} onClose={() => kiosks.ask(undefined)}>
      <div class="stack">
        {unsent > 0 && <Notice kind="warn" title={t.revokeUnsent(unsent).replace(String(unsent), countText(unsent, language.value))} />}
        <p>{isKiosk ? t.revokeText : t.removeText}</p>
        <SendNotice of={kiosks.removing} />
        <div class="row">
          <Button kind="danger" onClick={kiosks.remove} busy={kiosks.removing.busy.value}>
            {isKiosk ? t.revokeYes : t.removeYes}
          </Button>
          <Button onClick={() => kiosks.ask(undefined)}>{common().cancel}</Button>
        </div>
      </div>
    </Dialog>
  );
}
