import { dayOf, dayText } from '../../../shared/clock.ts';
import { Button } from '../../ui/Button.tsx';
import { Qr } from '../../ui/Qr.tsx';
import type { SchoolPage } from '../router.ts';
import type { Admin } from '../state/admin.ts';
import type { SetUp } from '../state/set-up.ts';
import { accountWords } from '../strings/account.ts';
import { common } from '../strings/common.ts';
import { recoveryWords } from '../strings/recovery.ts';
import { setUpWords } from '../strings/set-up.ts';
import { Link } from '../ui/Link.tsx';
import { Title } from '../ui/Title.tsx';
import { RecoveryForm } from './Recovery.tsx';
import { SecondFactor } from './SecondFactor.tsx';

interface StepProps {
  admin: Admin;
  setUp: SetUp;
}

export function RecoveryStep({ admin, setUp }: StepProps) {
  const t = recoveryWords();
  const words = setUp.words.value;
  return (
    <div class="stack">
      <Title text={t.title} />
      <p>{t.text}</p>
      <section class="paper">
        <h2>{t.sheetTitle}</h2>
        <p>
          QuaCổng · {setUp.school.draft.value.name} · {t.sheetMade(dayText(dayOf(admin.clock())))}
        </p>
        <div class="recovery">
          <ol class="words" translate={false}>
            {words.map((word, index) => (
              <li key={index}>{word}</li>
            ))}
          </ol>
          <div class="code-box">
            <Qr text={words.join(' ')} label={t.qr} />
          </div>
        </div>
        <p class="small">{t.sheetText}</p>
      </section>
      <div class="row">
        <Button kind="primary" onClick={() => print()}>
          {t.print}
        </Button>
      </div>
      <RecoveryForm
        check={setUp.recovery}
        onConfirmed={() => {
          admin.recoveryConfirmed();
          setUp.next();
        }}
        onLater={() => setUp.next()}
      />
    </div>
  );
}

export function SecondFactorStep({ admin, setUp }: StepProps) {
  const t = accountWords();
  const on = setUp.secondFactor.value.stage.value.kind === 'on';
  return (
    <div class="stack">
      <Title text={t.secondTitle} />
      <p>{t.secondText}</p>
      <SecondFactor setup={setUp.secondFactor.value} login={admin.me.value?.login ?? ''} askPassword={false} />
      <div class="row">
        <Button kind={on ? 'primary' : 'quiet'} onClick={() => setUp.next()}>
          {on ? common().next : t.secondLater}
        </Button>
      </div>
    </div>
  );
}

export function DoneStep({ admin, setUp }: StepProps) {
  const t = setUpWords();
  const school = setUp.schoolId.value;
  const task = (part: SchoolPage, title: string, text: string) => (
    <li>
      <Link router={admin.router} to={{ page: 'school', school, part }} class="task">
        <strong>{title}</strong>
        <span>{text}</span>
      </Link>
    </li>
  );
  return (
    <div class="stack">
      <Title text={t.doneTitle} />
      <p>{t.doneText}</p>
      <ol class="tasks">
        {task('posters', t.donePoster, t.donePosterText)}
        {task('kiosks', t.doneKiosk, t.doneKioskText)}
      </ol>
      <p>
        <Link router={admin.router} to={{ page: 'school', school, part: 'today' }} class="plain-link">
          {t.doneOffice}
        </Link>
      </p>
    </div>
  );
}
