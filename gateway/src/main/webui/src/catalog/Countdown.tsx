import { useEffect } from 'react';
import { useLanguage } from '../language/language';
import { useNow } from '../platform/hooks';
import { clockText, isoDuration, timeLeft } from './countdown';

interface CountdownProps {
  readonly untilMs: number;
  readonly isLarge?: boolean;
  /** Called once, when the moment has come. */
  readonly onOver?: () => void;
  readonly label: string;
}

/** Counts down by server time. Not a live region: a screen reader that reads every second is unusable. */
export function Countdown({ untilMs, isLarge = false, onOver, label }: CountdownProps) {
  const { messages } = useLanguage();
  const left = timeLeft(untilMs, useNow());
  const { isOver } = left;
  useEffect(() => {
    if (isOver) onOver?.();
    // Only the moment itself counts, not a new function of the caller.
  }, [isOver]);
  if (!isLarge) {
    return (
      <time className="countdown" dateTime={isoDuration(left)} data-testid="countdown">
        <span className="unseen">{label} </span>
        {messages.countdown.short(left.days, clockText(left))}
      </time>
    );
  }
  const parts = [
    [left.days, messages.countdown.days],
    [left.hours, messages.countdown.hours],
    [left.minutes, messages.countdown.minutes],
    [left.seconds, messages.countdown.seconds],
  ] as const;
  return (
    <time className="countdown-large" dateTime={isoDuration(left)} data-testid="countdown">
      <span className="unseen">{label} </span>
      {parts.map(([value, unit]) => (
        <span key={unit}>
          <b>{String(value).padStart(2, '0')}</b>
          <small>{unit}</small>
        </span>
      ))}
    </time>
  );
}
