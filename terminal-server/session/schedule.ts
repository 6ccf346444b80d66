// From a policy's opening hours to what the glass needs: open or not, and when next.
import type { GlassState } from '../../shared/glass.ts';
import { isOpen, nextOpening } from '../../shared/opening-hours.ts';
import type { TerminalPolicy } from '../../shared/policy.ts';
import { type Instant, isTimeZone, siteClock } from '../../shared/site-time.ts';

export interface Schedule {
  isOpen(at: Instant): boolean;
  /** Null while open, and when it stays closed for 60 days. */
  opening(at: Instant): GlassState['opening'];
}

export function scheduleOf(policy: Pick<TerminalPolicy, 'timeZone' | 'openingHours'>): Schedule {
  // A zone that this machine's tables do not know must not darken the glass.
  const clock = siteClock(isTimeZone(policy.timeZone) ? policy.timeZone : 'UTC');
  const hours = policy.openingHours;
  return {
    isOpen: (at) => isOpen(hours, clock, at),
    opening(at) {
      if (isOpen(hours, clock, at)) return null;
      const next = nextOpening(hours, clock, at);
      if (next === undefined) return null;
      const today = clock.local(at).day;
      const { day, hour, minute, weekday } = clock.local(next);
      const when = day === today ? 'today' : day === clock.addDays(today, 1) ? 'tomorrow' : 'later';
      return { minutes: hour * 60 + minute, day: when, weekday };
    },
  };
}
