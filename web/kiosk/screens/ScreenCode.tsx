import { Qr } from '../../ui/Qr.tsx';
import type { KioskApp } from '../state/app.ts';
import { forVisitors } from '../strings/screen-code.ts';
import { t } from '../strings.ts';

/**
 * For whoever stands before the tablet with a phone. A verdict lies over it, opaque: then there is nothing to scan.
 * Visitors are told in Vietnamese and in English, whatever the guard reads.
 */
export function ScreenCode({ app }: { app: KioskApp }) {
  const code = app.kiosk.screenCode.value;
  const words = t();
  switch (code.at) {
    case 'off':
      return null;
    case 'clock-unsure':
      return <p class="screen-code-none soft">{words.screenCodeUnsure}</p>;
    case 'on':
      return (
        <section class="screen-code" aria-label={words.screenCodeTitle}>
          <div class="screen-code-qr">
            <Qr text={code.link} label={words.screenCodeTitle} />
          </div>
          <div>
            <p class="screen-code-line" lang="vi">
              {forVisitors.vi}
            </p>
            <p class="screen-code-other" lang="en">
              {forVisitors.en}
            </p>
          </div>
        </section>
      );
  }
}
