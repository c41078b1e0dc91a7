import { timeText } from '../../../shared/clock.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Spinner } from '../../ui/Progress.tsx';
import type { OnePage } from '../state/one-page.ts';
import { t } from '../strings.ts';
import { Plain } from './Plain.tsx';

/** Another page holds the kiosk: says where it is, and goes on when it closes. */
export function OtherPage({ page }: { page: OnePage }) {
  const other = page.other.value;
  return (
    <Plain title={t().otherTitle}>
      {other ? (
        <>
          <p>{t().otherWhere(timeText(other.since))}</p>
          {!other.visible && <p>{t().otherHidden}</p>}
        </>
      ) : (
        <p>{t().otherSilent}</p>
      )}
      <p class="soft">{t().otherThen}</p>
      <Button wide onClick={page.call}>
        {t().otherShow}
      </Button>
    </Plain>
  );
}

export function Broken() {
  return (
    <Plain title={t().brokenTitle}>
      <Notice kind="error">{t().brokenHelp}</Notice>
      <Button kind="primary" wide onClick={() => location.reload()}>
        {t().reload}
      </Button>
    </Plain>
  );
}

export function Unsupported() {
  return (
    <Plain title={t().unsupportedTitle}>
      <Notice kind="error">{t().unsupportedHelp}</Notice>
    </Plain>
  );
}

export function Starting() {
  return (
    <Plain title="QuaCổng">
      <Spinner text={t().starting} />
    </Plain>
  );
}
