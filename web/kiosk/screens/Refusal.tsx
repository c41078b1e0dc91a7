import { Notice } from '../../ui/Notice.tsx';
import type { Line } from '../state/line.ts';
import { t } from '../strings.ts';

/** The server does not take this kiosk any more: nothing on it is lost, and somebody has to be told. */
export function Refusal({ line }: { line: Line | undefined }) {
  if (line === 'revoked') return <Notice kind="error">{t().revoked}</Notice>;
  if (line === 'unknown') return <Notice kind="error">{t().unknownKiosk}</Notice>;
  return null;
}
