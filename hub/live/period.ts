// Under the overview: what "today", "7 days" and "30 days" mean on the site's clock.
import type { Period } from '../../shared/live.ts';
import { type OpeningHours, openSpanOf } from '../../shared/opening-hours.ts';
import type { Instant, LocalDay, SiteClock } from '../../shared/site-time.ts';

const DAYS: Readonly<Record<Period, number>> = { today: 1, '7days': 7, '30days': 30 };

export interface Span {
  readonly from: Instant;
  readonly until: Instant;
}

export interface PeriodDay extends Span {
  readonly day: LocalDay;
  /** Null when the house stays closed all day. */
  readonly open: Span | null;
}

export interface PeriodSpan extends Span {
  /** Oldest first; the last is today. */
  readonly days: readonly PeriodDay[];
}

/** Whole local days, today included to its end. */
export function periodSpan(clock: SiteClock, hours: OpeningHours, now: Instant, period: Period): PeriodSpan {
  const today = clock.local(now).day;
  const days = Array.from({ length: DAYS[period] }, (_, index): PeriodDay => {
    const day = clock.addDays(today, index + 1 - DAYS[period]);
    return {
      day,
      from: clock.dayStart(day),
      until: clock.dayEnd(day),
      open: openSpanOf(hours, clock, day),
    };
  });
  return { from: days[0]?.from ?? now, until: days.at(-1)?.until ?? now, days };
}

/** Ms of [from, until) that lie in the days' open hours. */
export function openMillis(days: readonly PeriodDay[], from: Instant, until: Instant): number {
  let total = 0;
  for (const { open } of days) {
    if (!open || open.until <= from) continue;
    if (open.from >= until) break;
    total += Math.min(until, open.until) - Math.max(from, open.from);
  }
  return total;
}
