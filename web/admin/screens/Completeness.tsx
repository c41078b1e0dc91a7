import type { KioskView } from '../../../shared/api/schools.schema.ts';
import type { Instant } from '../../../shared/clock.ts';
import { language } from '../../lib/i18n.ts';
import { Notice } from '../../ui/Notice.tsx';
import { countText, rangesText, whenText } from '../format.ts';
import { isBehind, SILENT_AFTER } from '../state/kiosk-state.ts';
import type { Loader } from '../state/loader.ts';
import { downloadWords } from '../strings/download.ts';
import { Loaded } from '../ui/Loaded.tsx';

/** Per kiosk, those that lack something first: how far its log has come, what is missing in it, since when it is silent. */
export function Completeness({ kiosks, now }: { kiosks: Loader<{ kiosks: KioskView[] }>; now: Instant }) {
  const t = downloadWords();
  return (
    <section class="stack" aria-label={t.complete}>
      <h2>{t.complete}</h2>
      <p class="soft">{t.completeText}</p>
      <Loaded of={kiosks}>
        {({ kiosks: all }) => {
          if (all.length === 0) return <p class="soft">{t.kiosksNone}</p>;
          const lacking = all.filter((kiosk) => isBehind(kiosk, now));
          const whole = all.filter((kiosk) => !isBehind(kiosk, now));
          return (
            <>
              {lacking.length === 0 && <Notice kind="success" title={t.allComplete} />}
              <ul class="posts">
                {[...lacking, ...whole].map((kiosk) => (
                  <li key={kiosk.id} class={lacking.includes(kiosk) ? 'post post-look' : 'post'}>
                    <p class="post-name">{kiosk.name}</p>
                    <Row kiosk={kiosk} now={now} />
                  </li>
                ))}
              </ul>
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

function Row({ kiosk, now }: { kiosk: KioskView; now: Instant }) {
  const t = downloadWords();
  const { lastSeenAt } = kiosk;
  const silent = kiosk.revokedAt === null && lastSeenAt !== null && now - lastSeenAt > SILENT_AFTER;
  return (
    <dl class="facts facts-small">
      <dt>{t.through}</dt>
      <dd>{countText(kiosk.receivedThrough, language.value)}</dd>
      <dt>{t.gaps}</dt>
      <dd>{kiosk.gaps.length === 0 ? t.gapsNone : rangesText(kiosk.gaps)}</dd>
      <dt>{t.unsent}</dt>
      <dd>{kiosk.unsent === null ? '–' : countText(kiosk.unsent, language.value)}</dd>
      <dt>{t.seen}</dt>
      <dd>
        {lastSeenAt === null ? t.never : whenText(lastSeenAt, now)}
        {silent && ` (${t.silent})`}
      </dd>
    </dl>
  );
}
