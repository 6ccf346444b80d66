// Behind the live socket: folds snapshots and numbered changes into what the overview shows. Pure.
import { FEED_LENGTH, type FeedItem, type Overview, type ToBrowser } from '../../shared/live.ts';
import type { Instant } from '../../shared/site-time.ts';

/** What the page holds of one stream. `number` is the last change applied. */
export interface LiveView {
  readonly stream: string;
  readonly number: number;
  /** The hub's clock at that change. */
  readonly now: Instant;
  readonly view: Overview;
}

export type Folded =
  | { readonly is: 'applied'; readonly state: LiveView }
  /** A change is missing or there is no snapshot: ask for a new one. */
  | { readonly is: 'gap' }
  /** An old change that is in the view already. */
  | { readonly is: 'stale' };

/** New and changed items come in, each position once, newest first, no more than the feed holds. */
export function mergeFeed(held: readonly FeedItem[], incoming: readonly FeedItem[]): FeedItem[] {
  const byPosition = new Map(held.map((item) => [item.position, item]));
  for (const item of incoming) byPosition.set(item.position, item);
  return [...byPosition.values()].sort((a, b) => b.position - a.position).slice(0, FEED_LENGTH);
}

export function fold(state: LiveView | undefined, message: Exclude<ToBrowser, { type: 'refuse' }>): Folded {
  if (message.type === 'snapshot') {
    const { stream, number, now, view } = message;
    return { is: 'applied', state: { stream, number, now, view } };
  }
  if (!state) return { is: 'gap' };
  if (message.number <= state.number) return { is: 'stale' };
  if (message.number !== state.number + 1) return { is: 'gap' };
  const { feed, ...sections } = message.set;
  const view: Overview = {
    ...state.view,
    ...sections,
    ...(feed ? { feed: mergeFeed(state.view.feed, feed) } : {}),
  };
  return { is: 'applied', state: { ...state, number: message.number, now: message.now, view } };
}
