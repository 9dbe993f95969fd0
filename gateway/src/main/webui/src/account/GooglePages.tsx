import { useEffect, useState } from 'react';
import { useLanguage } from '../language/language';
import { useLoaded, useSession, useTitle } from '../platform/hooks';
import { Failure, Loading } from '../platform/Notice';
import { go, Link } from '../platform/router';
import { session } from '../platform/session';
import { CodeStep } from './AccountPages';
import { isGoogleOpen, leaveForGoogle, takeDeparture } from './google';

/** The other way in, where it is open. */
export function GoogleButton({ next }: { next: string }) {
  const { messages } = useLanguage();
  const isOpen = useLoaded('ways', isGoogleOpen);
  const [failure, setFailure] = useState<unknown>(null);
  if (isOpen.value !== true) return null;
  return (
    <div className="aside-line">
      <Failure failure={failure} />
      <button type="button" className="button button-quiet" onClick={() => void leaveForGoogle(next).catch(setFailure)} data-testid="google">{messages.account.google}</button>
    </div>
  );
}

/** Back from Google's page; what it sent is taken out of the address at once. */
export function GoogleReturnPage() {
  const { messages } = useLanguage();
  const words = messages.account;
  useTitle(`${words.signIn} · ${messages.brand}`);
  const { status } = useSession();
  const [{ code, state, departure }] = useState(() => {
    const query = new URLSearchParams(location.search);
    return { code: query.get('code'), state: query.get('state'), departure: takeDeparture() };
  });
  const [challenge, setChallenge] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const isComplete = code !== null && state !== null && departure !== null;
  useEffect(() => {
    history.replaceState(null, '', location.pathname);
    if (isComplete) session.signInWithGoogle(code, state, departure.binding).then(setChallenge, setFailure);
    // Once: everything that came back is good for one use.
  }, []);
  useEffect(() => {
    if (status === 'signed-in') go(departure?.next ?? '/', 'replace');
  }, [status, departure]);
  return (
    <div className="page narrow">
      <h1>{words.signIn}</h1>
      {isComplete && challenge === null && failure === null && <Loading />}
      {challenge !== null && <CodeStep challenge={challenge} onBack={() => go('/sign-in')} />}
      {!isComplete && <p role="alert" data-testid="google-incomplete">{words.googleFailed}</p>}
      <Failure failure={failure} />
      {(failure !== null || !isComplete) && <Link href="/sign-in" className="button button-quiet">{words.signIn}</Link>}
    </div>
  );
}
