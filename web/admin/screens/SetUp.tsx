import { language, setLanguage } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { LanguageSwitch } from '../../ui/LanguageSwitch.tsx';
import { LargePrint } from '../../ui/LargePrint.tsx';
import type { Admin } from '../state/admin.ts';
import { type SetUp, STEPS, type Step } from '../state/set-up.ts';
import { setUpWords } from '../strings/set-up.ts';
import { GateMark } from '../ui/GateMark.tsx';
import { Loaded } from '../ui/Loaded.tsx';
import { Title } from '../ui/Title.tsx';
import { AddressStep } from './SetUpAddress.tsx';
import { DoneStep, RecoveryStep, SecondFactorStep } from './SetUpEnd.tsx';
import { PersonStep } from './SetUpPerson.tsx';
import { SchoolStep } from './SetUpSchool.tsx';

/** First use, step by step. */
export function SetUpScreen({ admin, setUp }: { admin: Admin; setUp: SetUp }) {
  const t = setUpWords();
  return (
    <div class="set-up">
      <header class="set-up-band">
        <div class="set-up-head">
          <GateMark />
          <p class="band-name">QuaCổng</p>
          <LargePrint language={language.value} />
          <LanguageSwitch language={language.value} onChange={setLanguage} />
        </div>
        <Steps step={setUp.step.value} />
      </header>
      <main id="main" tabIndex={-1} class="set-up-main">
        <Loaded of={setUp.state}>
          {(state) => {
            const step = setUp.step.value;
            if (step === 'person' && (state.done || !setUp.hasToken)) {
              return (
                <div class="stack">
                  <Title text={state.done ? t.setUpDone : t.noToken} />
                  <p>{state.done ? t.setUpDoneText : t.noTokenText}</p>
                  {state.done && (
                    <p>
                      <Button kind="primary" onClick={() => admin.router.replace({ page: 'home' })}>
                        {t.toSignIn}
                      </Button>
                    </p>
                  )}
                </div>
              );
            }
            return <StepScreen key={step} admin={admin} setUp={setUp} step={step} />;
          }}
        </Loaded>
      </main>
    </div>
  );
}

function StepScreen({ admin, setUp, step }: { admin: Admin; setUp: SetUp; step: Step }) {
  switch (step) {
    case 'person':
      return <PersonStep setUp={setUp} />;
    case 'school':
      return <SchoolStep setUp={setUp} />;
    case 'address':
      return <AddressStep setUp={setUp} />;
    case 'recovery':
      return <RecoveryStep admin={admin} setUp={setUp} />;
    case 'second-factor':
      return <SecondFactorStep admin={admin} setUp={setUp} />;
    case 'done':
      return <DoneStep admin={admin} setUp={setUp} />;
  }
}

function stepName(step: Step): string {
  const t = setUpWords();
  switch (step) {
    case 'person':
      return t.stepPerson;
    case 'school':
      return t.stepSchool;
    case 'address':
      return t.stepAddress;
    case 'recovery':
      return t.stepRecovery;
    case 'second-factor':
      return t.stepSecondFactor;
    case 'done':
      return t.stepDoneName;
  }
}

function Steps({ step }: { step: Step }) {
  const t = setUpWords();
  const at = STEPS.indexOf(step);
  return (
    <nav aria-label={t.progress}>
      <p class="steps-line" aria-hidden="true">
        {t.stepOf(at + 1, STEPS.length)} · {stepName(step)}
      </p>
      <ol class="steps">
        {STEPS.map((each, index) => (
          <li key={each} class={index < at ? 'step step-done' : 'step'} aria-current={index === at ? 'step' : undefined}>
            <span class="step-name">{stepName(each)}</span>
            {index < at && <span class="unseen"> ({t.stepDone})</span>}
          </li>
        ))}
      </ol>
    </nav>
  );
}
