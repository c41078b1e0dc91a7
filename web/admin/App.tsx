import { Button } from '../ui/Button.tsx';
import { Spinner } from '../ui/Progress.tsx';
import { Account } from './screens/Account.tsx';
import { DownloadScreen } from './screens/Download.tsx';
import { HeldScreen } from './screens/Held.tsx';
import { KiosksScreen } from './screens/Kiosks.tsx';
import { LogScreen } from './screens/Log.tsx';
import { PostersScreen } from './screens/Posters.tsx';
import { RecoveryScreen } from './screens/Recovery.tsx';
import { ResetScreen } from './screens/Reset.tsx';
import { NewSchoolScreen, SchoolsScreen } from './screens/Schools.tsx';
import { SettingsScreen } from './screens/Settings.tsx';
import { SetUpScreen } from './screens/SetUp.tsx';
import { SignInScreen } from './screens/SignIn.tsx';
import { TodayScreen } from './screens/Today.tsx';
import type { Admin, Screen } from './state/admin.ts';
import { dataOf } from './state/loader.ts';
import { common } from './strings/common.ts';
import { Loaded } from './ui/Loaded.tsx';
import { Shell } from './ui/Shell.tsx';
import { Title } from './ui/Title.tsx';

export function App({ admin }: { admin: Admin }) {
  const screen = admin.screen.value;
  if (screen.page === 'set-up') return <SetUpScreen admin={admin} setUp={screen.setUp} />;
  if (screen.page !== 'school') {
    return (
      <Shell admin={admin}>
        <Plain admin={admin} screen={screen} />
      </Shell>
    );
  }
  const view = dataOf(screen.view.state.value);
  return (
    <Shell admin={admin} school={{ id: screen.id, part: screen.part, view }}>
      <Loaded of={screen.view}>{() => <SchoolPart key={screen.part} admin={admin} screen={screen} />}</Loaded>
    </Shell>
  );
}

function SchoolPart({ admin, screen: { view, screen } }: { admin: Admin; screen: Extract<Screen, { page: 'school' }> }) {
  const school = dataOf(view.state.value);
  if (!school || !screen) return null;
  switch (screen.part) {
    case 'today':
      return <TodayScreen admin={admin} school={school} today={screen.today} report={screen.report} />;
    case 'log':
      return <LogScreen admin={admin} school={school} log={screen.log} />;
    case 'held':
      return <HeldScreen held={screen.held} />;
    case 'download':
      return <DownloadScreen admin={admin} school={school} download={screen.download} report={screen.report} />;
    case 'posters':
      return <PostersScreen admin={admin} school={school} posters={screen.posters} />;
    case 'kiosks':
      return <KiosksScreen admin={admin} school={school} kiosks={screen.kiosks} file={screen.file} />;
    case 'settings':
      return <SettingsScreen school={school} settings={screen.settings()} />;
  }
}

function Plain({ admin, screen }: { admin: Admin; screen: Exclude<Screen, { page: 'school' | 'set-up' }> }) {
  const t = common();
  switch (screen.page) {
    case 'starting':
      return <Spinner text={t.waiting} />;
    case 'unreachable':
      return (
        <div class="stack narrow">
          <Title text={t.unreachableTitle} />
          <p>{t.unreachableText}</p>
          <p>
            <Button kind="primary" onClick={() => admin.start()}>
              {t.again}
            </Button>
          </p>
        </div>
      );
    case 'unknown':
      return (
        <div class="stack narrow">
          <Title text={t.unknownTitle} />
          <p>{t.unknownText}</p>
          <p>
            <Button onClick={() => admin.router.go({ page: 'schools' })}>{t.home}</Button>
          </p>
        </div>
      );
    case 'reset':
      return <ResetScreen admin={admin} reset={screen.reset} />;
    case 'sign-in':
      return <SignInScreen signIn={screen.signIn} />;
    case 'schools':
      return <SchoolsScreen admin={admin} />;
    case 'new-school':
      return <NewSchoolScreen newSchool={screen.newSchool} />;
    case 'account':
      return <Account admin={admin} secondFactor={screen.secondFactor} />;
    case 'recovery':
      return <RecoveryScreen admin={admin} check={screen.check} />;
  }
}
