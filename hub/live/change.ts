// From one overview to the next: only the sections that differ, and of the feed only the items that do.
import type { FeedItem, Overview } from '../../shared/live.ts';

const differs = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);

/** Items of `next` that `before` lacks or has otherwise, newest first. */
export function feedChanges(before: readonly FeedItem[], next: readonly FeedItem[]): FeedItem[] {
  const known = new Map(before.map((item) => [item.position, item]));
  return next.filter((item) => differs(known.get(item.position), item));
}

/** Undefined when nothing differs. */
export function changeBetween(before: Overview, next: Overview): Partial<Overview> | undefined {
  const feed = feedChanges(before.feed, next.feed);
  const set: Partial<Overview> = {
    ...(differs(before.site, next.site) ? { site: next.site } : {}),
    ...(differs(before.totals, next.totals) ? { totals: next.totals } : {}),
    ...(differs(before.areas, next.areas) ? { areas: next.areas } : {}),
    ...(differs(before.curve, next.curve) ? { curve: next.curve } : {}),
    ...(feed.length > 0 ? { feed } : {}),
    ...(differs(before.terminals, next.terminals) ? { terminals: next.terminals } : {}),
    ...(differs(before.reasons, next.reasons) ? { reasons: next.reasons } : {}),
    ...(before.quarantined === next.quarantined ? {} : { quarantined: next.quarantined }),
  };
  return Object.keys(set).length > 0 ? set : undefined;
}
