import { Notice } from '../../ui/Notice.tsx';
import type { Admin } from '../state/admin.ts';
import type { SecondFactorSetup } from '../state/second-factor.ts';
import { accountWords } from '../strings/account.ts';
import { Title } from '../ui/Title.tsx';
import { SecondFactor } from './SecondFactor.tsx';

export function Account({ admin, secondFactor }: { admin: Admin; secondFactor: SecondFactorSetup }) {
  const t = accountWords();
  const me = admin.me.value;
  if (!me) return null;
  const setting = secondFactor.stage.value.kind;
  return (
    <div class="stack narrow">
      <Title text={t.accountTitle} />
      <dl class="facts">
        <dt>{t.who}</dt>
        <dd>{me.name}</dd>
        <dt>{t.login}</dt>
        <dd>{me.login}</dd>
      </dl>
      <section class="stack">
        <h2>{t.secondTitle}</h2>
        <p>{t.secondText}</p>
        {me.secondFactor && setting === 'off' ? (
          <Notice kind="success" title={t.secondOn} />
        ) : (
          <>
            {setting === 'off' && <p class="soft">{t.secondOff}</p>}
            <SecondFactor setup={secondFactor} login={me.login} askPassword />
          </>
        )}
      </section>
    </div>
  );
}
