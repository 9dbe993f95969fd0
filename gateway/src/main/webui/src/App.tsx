import { useEffect, useRef } from 'react';
import { AccountPage } from './account/AccountPage';
import { SignInPage, SignUpPage } from './account/AccountPages';
import { GoogleReturnPage } from './account/GooglePages';
import { FinishSignUpPage, ForgotPasswordPage, ResetPasswordPage, VerifyEmailPage } from './account/RecoveryPages';
import { AdminPage } from './admin/AdminPage';
import { EventPage } from './catalog/EventPage';
import { EventsPage } from './catalog/EventsPage';
import { useLanguage } from './language/language';
import { useSession } from './platform/hooks';
import { go, Link, match, usePlace } from './platform/router';
import { session } from './platform/session';
import { ReservationPage } from './reservation/ReservationPage';
import { ReservationsPage } from './reservation/ReservationsPage';
import { WaitingGate } from './waiting/WaitingGate';

function Screen({ path }: { path: string }) {
  const { messages } = useLanguage();
  const seats = match('/events/:id/seats', path);
  if (seats !== null) return <WaitingGate key={seats['id']} id={seats['id']!} />;
  const event = match('/events/:id', path);
  if (event !== null) return <EventPage key={event['id']} id={event['id']!} />;
  const reservation = match('/reservations/:id', path);
  if (reservation !== null) return <ReservationPage key={reservation['id']} id={reservation['id']!} />;
  if (match('/', path) !== null || match('/events', path) !== null) return <EventsPage />;
  if (match('/reservations', path) !== null) return <ReservationsPage />;
  if (match('/sign-in', path) !== null) return <SignInPage />;
  if (match('/sign-in/google', path) !== null) return <GoogleReturnPage />;
  if (match('/sign-up', path) !== null) return <SignUpPage />;
  if (match('/account', path) !== null) return <AccountPage />;
  if (match('/admin', path) !== null) return <AdminPage />;
  if (match('/forgot-password', path) !== null) return <ForgotPasswordPage />;
  if (match('/reset-password', path) !== null) return <ResetPasswordPage />;
  if (match('/verify-email', path) !== null) return <VerifyEmailPage />;
  if (match('/finish-sign-up', path) !== null) return <FinishSignUpPage />;
  return (
    <div className="page narrow">
      <h1>{messages.notFound.title}</h1>
      <Link href="/" className="button button-quiet">{messages.notFound.back}</Link>
    </div>
  );
}

export function App() {
  const { messages } = useLanguage();
  const { path } = usePlace();
  const main = useRef<HTMLElement>(null);
  const shown = useRef(path);
  // A new screen is announced and starts at its top; the first one is where the browser put it.
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [path]);
  return (
    <>
      <a className="skip" href="#main">{messages.skip}</a>
      <Header path={path} />
      <main id="main" ref={main} tabIndex={-1}><Screen path={path} /></main>
      {match('/events/:id/seats', path) === null && <footer className="footer"><b>tiketi</b> {messages.footer}</footer>}
    </>
  );
}

function Header({ path }: { path: string }) {
  const { messages, code, change } = useLanguage();
  const { status, account } = useSession();
  const isOn = (prefix: string) => (path.startsWith(prefix) ? 'page' : undefined);
  return (
    <header className="header">
      <Link href="/" className="brand">
        <svg viewBox="0 0 32 32" aria-hidden="true"><path d="M4 6h24a2 2 0 0 1 2 2v5a3 3 0 0 0 0 6v5a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2v-5a3 3 0 0 0 0-6V8a2 2 0 0 1 2-2z" /><path className="brand-t" d="M9 11h14v3h-5.4v8h-3.2v-8H9z" /></svg>
        <span>tiketi</span>
      </Link>
      <nav aria-label={messages.nav.menu}>
        <Link href="/" className="nav-events" aria-current={path === '/' || path.startsWith('/events') ? 'page' : undefined}>{messages.nav.events}</Link>
        <Link href="/reservations" aria-current={isOn('/reservations')} data-testid="nav-reservations">{messages.nav.reservations}</Link>
      </nav>
      <div className="header-end">
        <button type="button" className="link-button" lang={code === 'ko' ? 'en' : 'ko'} onClick={() => change(code === 'ko' ? 'en' : 'ko')} data-testid="language">
          {messages.nav.language}
        </button>
        {status === 'signed-in' ? (
          <>
            <Link href="/account" className="account-name" aria-current={isOn('/account')} data-testid="account-name">{account?.name}</Link>
            <button
              type="button" className="link-button" data-testid="sign-out"
              onClick={() => {
                void session.signOut();
                go('/');
              }}
            >
              {messages.nav.signOut}
            </button>
          </>
        ) : (
          status === 'anonymous' && <Link href="/sign-in" aria-current={isOn('/sign-in')} data-testid="nav-sign-in">{messages.nav.signIn}</Link>
        )}
      </div>
    </header>
  );
}
