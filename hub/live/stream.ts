// One view as several browsers share it: the last overview, its number, and the recent changes for those who come back.
import { randomBytes } from 'node:crypto';
import type { AreaId } from '../../shared/area.ts';
import type { Overview, Period, ToBrowser } from '../../shared/live.ts';
import type { Instant } from '../../shared/site-time.ts';
import { changeBetween } from './change.ts';

/** Changes kept for resuming: some 15 s of the busiest minute, or hours of a quiet day. */
export const KEPT_CHANGES = 60;
export const KEPT_LENGTH = 1_000_000;

export interface View {
  readonly period: Period;
  readonly visible: ReadonlySet<AreaId>;
  readonly scope: ReadonlySet<AreaId>;
}

const ids = (areas: ReadonlySet<AreaId>): string => [...areas].sort((a, b) => a - b).join(',');

/** Equal for browsers that see the same. */
export const viewKey = ({ period, visible, scope }: View): string =>
  `${period} ${ids(visible)} ${ids(scope)}`;

/** A browser's end of the stream. */
export interface Subscriber {
  /** Sends a text; false when it is too slow and the text was not sent. */
  send(text: string): boolean;
}

const text = (message: ToBrowser): string => JSON.stringify(message);

export class Stream {
  readonly id = randomBytes(12).toString('base64url');
  readonly view: View;
  readonly #subscribers = new Map<Subscriber, { behind: boolean }>();
  #overview: Overview | undefined;
  #number = 0;
  #kept: { readonly number: number; readonly text: string }[] = [];
  #keptLength = 0;
  #snapshot: { readonly number: number; readonly now: Instant; readonly text: string } | undefined;
  /** When the last subscriber left; undefined while there is one. */
  idleSince: Instant | undefined;

  constructor(view: View, now: Instant) {
    this.view = view;
    this.idleSince = now;
  }

  get watched(): boolean {
    return this.#subscribers.size > 0;
  }

  /** Whether somebody was too slow and waits for a snapshot. */
  get lagging(): boolean {
    return [...this.#subscribers.values()].some(({ behind }) => behind);
  }

  /** Numbers what differs from the overview before and sends it to all who keep up. */
  publish(overview: Overview, now: Instant): void {
    const before = this.#overview;
    const set = before && changeBetween(before, overview);
    this.#overview = overview;
    if (set) {
      const change = text({ type: 'change', number: ++this.#number, now, set });
      this.#keep(change);
      for (const [subscriber, state] of this.#subscribers) {
        if (!state.behind && !subscriber.send(change)) state.behind = true;
      }
    }
    for (const [subscriber, state] of this.#subscribers) {
      // Whoever was left behind gets the whole again once its line is free: fewer changes, no queue.
      if (state.behind && subscriber.send(this.#snapshotText(overview, now))) state.behind = false;
    }
  }

  #keep(change: string): void {
    this.#kept.push({ number: this.#number, text: change });
    this.#keptLength += change.length;
    while (this.#kept.length > KEPT_CHANGES || (this.#keptLength > KEPT_LENGTH && this.#kept.length > 1))
      this.#keptLength -= this.#kept.shift()?.text.length ?? 0;
  }

  #snapshotText(view: Overview, now: Instant): string {
    if (this.#snapshot?.number !== this.#number || this.#snapshot.now !== now) {
      const message = text({ type: 'snapshot', stream: this.id, number: this.#number, now, view });
      this.#snapshot = { number: this.#number, now, text: message };
    }
    return this.#snapshot.text;
  }

  /** After `publish`: sends what came behind `resume`, or a snapshot where that is not kept. */
  join(
    subscriber: Subscriber,
    now: Instant,
    resume?: { readonly stream: string; readonly since: number },
  ): void {
    if (!this.#overview) throw new Error('a stream is published before anybody joins');
    const state = { behind: false };
    this.#subscribers.set(subscriber, state);
    this.idleSince = undefined;
    const missed = resume?.stream === this.id ? this.#behind(resume.since) : undefined;
    const texts = missed ?? [this.#snapshotText(this.#overview, now)];
    for (const each of texts) {
      if (!subscriber.send(each)) {
        state.behind = true;
        return;
      }
    }
  }

  #behind(since: number): string[] | undefined {
    if (since > this.#number) return undefined;
    const missed = this.#kept.filter(({ number }) => number > since);
    return missed.length === this.#number - since ? missed.map((change) => change.text) : undefined;
  }

  leave(subscriber: Subscriber, now: Instant): void {
    this.#subscribers.delete(subscriber);
    if (this.#subscribers.size === 0) this.idleSince = now;
  }
}
