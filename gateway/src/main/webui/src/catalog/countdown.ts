/** What is left until a moment, in the pieces that are shown. */
export interface TimeLeft {
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
  readonly isOver: boolean;
}

/** Rounds up to whole seconds: "00:00" is shown when the moment has come, not a second before. */
export function timeLeft(untilMs: number, nowMs: number): TimeLeft {
  const total = Math.max(0, Math.ceil((untilMs - nowMs) / 1_000));
  return {
    days: Math.floor(total / 86_400),
    hours: Math.floor(total / 3_600) % 24,
    minutes: Math.floor(total / 60) % 60,
    seconds: total % 60,
    isOver: total === 0,
  };
}

const two = (value: number) => String(value).padStart(2, '0');

/** `03:12:45`, or `04:59` when no hours are left. */
export function clockText({ hours, minutes, seconds, days }: TimeLeft): string {
  return hours > 0 || days > 0 ? `${two(hours)}:${two(minutes)}:${two(seconds)}` : `${two(minutes)}:${two(seconds)}`;
}

/** ISO 8601 duration, for the machine-readable `time` element. */
export function isoDuration({ days, hours, minutes, seconds }: TimeLeft): string {
  return `P${days}DT${hours}H${minutes}M${seconds}S`;
}
