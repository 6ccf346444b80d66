// Office: rules of the site's settings, opening hours and reasons. Pure; the office makes the result durable.
import type { Site } from '../../shared/api.ts';
import { type OpeningHours, openingHoursProblem } from '../../shared/opening-hours.ts';
import { MAX_REASONS_ON_GLASS, type Reason } from '../../shared/reason.ts';
import { ok } from '../../shared/result.ts';
import { isTimeZone } from '../../shared/site-time.ts';
import { type Changed, type OfficeState, refused } from './state.ts';

export function changeSite(state: OfficeState, site: Site): Changed {
  if (!isTimeZone(site.timeZone)) {
    return refused('invalid', '/timeZone', 'is no time zone, e.g. Asia/Shanghai');
  }
  if (site.publicUrl !== null && !URL.canParse(site.publicUrl)) {
    return refused('invalid', '/publicUrl', 'is no web address');
  }
  return ok({ ...state, site: { ...site, tryOut: state.site.tryOut } });
}

export function changeOpeningHours(state: OfficeState, openingHours: OpeningHours): Changed {
  const problem = openingHoursProblem(openingHours);
  if (problem) return refused('invalid', problem.path, problem.message);
  return ok({ ...state, openingHours });
}

/** The whole list. A reason that was once saved may have been given, so it can retire and not leave. */
export function changeReasons(state: OfficeState, reasons: readonly Reason[]): Changed {
  const seen = new Set<string>();
  for (const [index, { id }] of reasons.entries()) {
    if (seen.has(id)) return refused('invalid', `/${index}/id`, 'stands twice in the list');
    seen.add(id);
  }
  const missing = state.reasons.find(({ id }) => !seen.has(id));
  if (missing)
    return refused('conflict', '', `the reason "${missing.id}" cannot leave the list, only retire`);
  const active = reasons.filter(({ retired }) => !retired).length;
  if (active < 1 || active > MAX_REASONS_ON_GLASS) {
    return refused('invalid', '', `the glass shows between 1 and ${MAX_REASONS_ON_GLASS} reasons`);
  }
  return ok({ ...state, reasons });
}
