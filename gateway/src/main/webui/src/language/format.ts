/** Times are shown as the clock of the venue shows them: always Asia/Seoul, wherever the buyer is. */
const ZONE = 'Asia/Seoul';

export function formatPrice(krw: number, locale: string): string {
  const number = krw.toLocaleString(locale);
  return locale.startsWith('ko') ? `${number}원` : `₩${number}`;
}

export function formatCount(count: number, locale: string): string {
  return count.toLocaleString(locale);
}

/** `2026. 11. 22.(일)` or `Sun, 22 Nov 2026`. */
export function formatDate(instant: string, locale: string): string {
  const date = new Date(instant);
  if (!locale.startsWith('ko')) {
    return date.toLocaleDateString(locale, { timeZone: ZONE, weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
  }
  const day = date.toLocaleDateString('ko-KR', { timeZone: ZONE, year: 'numeric', month: 'numeric', day: 'numeric' });
  const weekday = date.toLocaleDateString('ko-KR', { timeZone: ZONE, weekday: 'short' });
  return `${day.replace(/\.$/, '')}(${weekday})`;
}

export function formatTime(instant: string, locale: string): string {
  return new Date(instant).toLocaleTimeString(locale, { timeZone: ZONE, hour: '2-digit', minute: '2-digit', hour12: false });
}

export function formatDateTime(instant: string, locale: string): string {
  return `${formatDate(instant, locale)} ${formatTime(instant, locale)}`;
}
