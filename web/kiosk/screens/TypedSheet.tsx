import { useSignal } from '@preact/signals';
import { parseTypedCode } from '../../../shared/codes.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { KioskApp } from '../state/app.ts';
import type { Gate } from '../state/gate.ts';
import { t } from '../strings.ts';
import { Keypad } from './Keypad.tsx';
import { Sheet } from './Sheet.tsx';

const LENGTH = 10;

/** The 10 digits below the QR on the visitor's phone. The last digit tells a slip at once. */
export function TypedSheet({ app, gate }: { app: KioskApp; gate: Gate }) {
  const typed = useSignal('');
  const whole = typed.value.length === LENGTH;
  const code = whole ? parseTypedCode(typed.value) : undefined;

  async function look(text: string): Promise<void> {
    app.open('none');
    await gate.scan(text, 'typed');
  }

  return (
    <Sheet title={t().typeCode} onClose={() => app.open('none')}>
      <p>{t().typeHelp}</p>
      <Keypad value={typed.value} length={LENGTH} label={t().typeCode} onChange={(value) => (typed.value = value)} />
      {whole && !code && <Notice kind="error">{t().typeWrong}</Notice>}
      <Button kind="primary" wide class="button-big" disabled={!code} onClick={() => code && void look(code)}>
        {t().typeLook}
      </Button>
    </Sheet>
  );
}
