import { signal } from '@preact/signals';
import { Component } from 'preact';
import type { GateView, PairingView } from '../../../shared/api/schools.schema.ts';
import type { Instant } from '../../../shared/clock.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Spinner } from '../../ui/Progress.tsx';
import { Qr } from '../../ui/Qr.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { codeText, countdownText } from '../format.ts';
import type { Kiosks } from '../state/kiosks.ts';
import { common } from '../strings/common.ts';
import { kioskWords } from '../strings/kiosks.ts';
import { Form } from '../ui/Form.tsx';
import { SendNotice } from '../ui/SendNotice.tsx';
import { errorAt } from '../ui/words.ts';

interface PairingProps {
  kiosks: Kiosks;
  gates: readonly GateView[];
  clock: () => Instant;
}

/** A name and a gate, then the code; the page notices by itself when the kiosk has come. */
export function Pairing({ kiosks, gates, clock }: PairingProps) {
  const t = kioskWords();
  const { name, gate, made } = kiosks.pairing.value;
  const paired = kiosks.paired.value;
  const open = gates.filter((each) => each.active);
  // Where there is one gate there is nothing to choose.
  const chosen = gate || (open.length === 1 ? (open[0]?.id ?? '') : '');
  const pair = (): Promise<void> => {
    if (chosen !== gate) kiosks.setPairing({ gate: chosen });
    return kiosks.pair();
  };
  return (
    <section class="panel stack" aria-label={t.pairTitle}>
      <h2>{t.pairTitle}</h2>
      {paired ? (
        <Notice kind="success" title={t.paired(paired.name)}>
          <p>{t.pairedText}</p>
          <Button onClick={kiosks.endPairing}>{t.done}</Button>
        </Notice>
      ) : made ? (
        <Code made={made} kiosks={kiosks} clock={clock} />
      ) : (
        <Form onSubmit={pair}>
          <SendNotice of={kiosks.pairingSending} />
          <Field id="kiosk-name" label={t.name} help={t.nameHelp} error={errorAt(kiosks.pairingSending, '/name')} required>
            {(control) => (
              <TextInput
                {...control}
                value={name}
                onInput={(text) => kiosks.setPairing({ name: text })}
                autoComplete="off"
                maxLength={80}
              />
            )}
          </Field>
          <Field id="kiosk-gate" label={t.gate} error={errorAt(kiosks.pairingSending, '/gate')} required>
            {(control) => (
              <Select
                {...control}
                value={chosen}
                empty={common().choose}
                options={open.map((each) => ({ value: each.id, text: each.name }))}
                onChange={(id) => kiosks.setPairing({ gate: id })}
              />
            )}
          </Field>
          <div class="row">
            <Button type="submit" kind="primary" busy={kiosks.pairingSending.busy.value}>
              {t.makeCode}
            </Button>
          </div>
        </Form>
      )}
    </section>
  );
}

interface CodeProps {
  made: PairingView;
  kiosks: Kiosks;
  clock: () => Instant;
}

const LOOK_EVERY = 5;

/** Counts down while it is shown. */
class Code extends Component<CodeProps> {
  private now = signal(this.props.clock());
  private timer: ReturnType<typeof setInterval> | undefined;

  override componentDidMount(): void {
    let ticks = 0;
    this.timer = setInterval(() => {
      this.now.value = this.props.clock();
      if (++ticks % LOOK_EVERY === 0 && this.now.value < this.props.made.expiresAt) this.props.kiosks.look();
    }, 1000);
  }

  override componentWillUnmount(): void {
    clearInterval(this.timer);
  }

  override render({ made, kiosks }: CodeProps) {
    const t = kioskWords();
    const left = made.expiresAt - this.now.value;
    const burnt = kiosks.burnt.value;
    if (left <= 0 || burnt) {
      return (
        <>
          <Notice kind="warn" title={burnt ? t.burnt : t.over}>
            {burnt && <p>{t.burntText}</p>}
          </Notice>
          <div class="row">
            <Button kind="primary" onClick={kiosks.pair} busy={kiosks.pairingSending.busy.value}>
              {t.makeCode}
            </Button>
          </div>
        </>
      );
    }
    return (
      <>
        <p class="pair-code">
          <span class="unseen">{t.code}: </span>
          {codeText(made.code)}
        </p>
        <p class="soft" role="timer">
          {t.left(countdownText(left))}
        </p>
        {made.link === null ? (
          <Notice kind="warn" title={t.missing}>
            <p>{t.missingText}</p>
            <p>{t.hereText}</p>
            <a class="button" href="/kiosk/" target="_blank" rel="noopener">
              {t.openHere}
            </a>
          </Notice>
        ) : (
          <>
            <p>{t.scan}</p>
            <p class="address">{made.link.split('#')[0]}</p>
            <div class="code-box">
              <Qr text={made.link} label={t.qr} />
            </div>
          </>
        )}
        <Spinner text={t.waitingKiosk} />
        <div class="row">
          <Button onClick={kiosks.endPairing}>{common().cancel}</Button>
        </div>
      </>
    );
  }
}
