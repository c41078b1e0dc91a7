import { signal } from '@preact/signals';
import { Component, type ComponentChildren } from 'preact';
import type { SchoolView } from '../../../shared/api/schools.schema.ts';
import { language, setLanguage } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { LanguageSwitch } from '../../ui/LanguageSwitch.tsx';
import { LargePrint } from '../../ui/LargePrint.tsx';
import { pagesFor, type Route, type SchoolPage } from '../router.ts';
import type { Admin } from '../state/admin.ts';
import { dataOf } from '../state/loader.ts';
import { pages, shell } from '../strings/shell.ts';
import { GateMark } from './GateMark.tsx';
import { Link } from './Link.tsx';

interface ShellProps {
  admin: Admin;
  children: ComponentChildren;
  school?: { id: string; part: SchoolPage; view: SchoolView | undefined };
}

/** The green shutters above every page: whose school, its pages, and the account. */
export class Shell extends Component<ShellProps> {
  private open = signal(false);

  private close = (): void => {
    this.open.value = false;
  };

  override componentDidUpdate(before: ShellProps): void {
    if (before.school?.part !== this.props.school?.part) this.open.value = false;
  }

  override render({ admin, children, school }: ShellProps) {
    const t = shell();
    const { router, me } = admin;
    const several = (dataOf(admin.schools.state.value)?.schools.length ?? 0) > 1;
    const creates = me.value?.grants.some(({ role }) => role === 'operator') ?? false;
    const open = this.open.value;
    return (
      <>
        <a class="skip" href="#main">
          {t.skip}
        </a>
        <header class="band">
          <div class="band-top">
            <GateMark />
            <Link router={router} to={school ? { page: 'school', school: school.id, part: 'today' } : { page: 'home' }} class="band-name">
              {school?.view?.name ?? 'QuaCổng'}
            </Link>
            {me.value && (
              <button
                type="button"
                class="band-menu"
                aria-expanded={open}
                aria-controls="band-more"
                onClick={() => {
                  this.open.value = !open;
                }}
              >
                {t.menu}
              </button>
            )}
            <div id="band-more" class={open || !me.value ? 'band-side band-side-open' : 'band-side'}>
              {me.value && (several || creates) && (
                <Link router={router} to={{ page: 'schools' }} class="band-link" onGo={this.close}>
                  {t.schools}
                </Link>
              )}
              {me.value && (
                <Link router={router} to={{ page: 'account' }} class="band-link" onGo={this.close}>
                  {t.account}
                </Link>
              )}
              <LargePrint language={language.value} />
              <LanguageSwitch language={language.value} onChange={setLanguage} />
              {me.value && (
                <Button kind="quiet" onClick={() => admin.signOut()}>
                  {t.signOut}
                </Button>
              )}
            </div>
          </div>
          {school && (
            <nav class={open ? 'shutters shutters-open' : 'shutters'} aria-label={t.nav}>
              {(school.view ? pagesFor(school.view.actions) : []).map((part) => (
                <Link
                  key={part}
                  router={router}
                  to={{ page: 'school', school: school.id, part }}
                  class="shutter"
                  current={part === school.part}
                  onGo={this.close}
                >
                  {pages()[part]}
                </Link>
              ))}
            </nav>
          )}
        </header>
        {me.value?.recoveryUnconfirmed && router.route.value.page !== 'recovery' && <RedLine to={{ page: 'recovery' }} admin={admin} />}
        <main id="main" tabIndex={-1} class="sheet">
          {children}
        </main>
      </>
    );
  }
}

/** Stays until the recovery words have been asked back (only for who can do it). */
function RedLine({ admin, to }: { admin: Admin; to: Route }) {
  const t = shell();
  if (!admin.me.value?.grants.some(({ role }) => role === 'operator')) return null;
  return (
    <aside class="red-line" aria-label={t.redLabel}>
      <span>{t.red}</span>{' '}
      <Link router={admin.router} to={to}>
        {t.redAction}
      </Link>
    </aside>
  );
}
