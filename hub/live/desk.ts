// Between projections and browsers: keeps one book per period in use, and the streams that are cut from it.
import type { AreaId } from '../../shared/area.ts';
import { FEED_LENGTH, type Overview, type Period, type Subscribe } from '../../shared/live.ts';
import { type Instant, MINUTE } from '../../shared/site-time.ts';
import type { Directory, Projections } from '../contracts.ts';
import { PeriodBook } from './book.ts';
import { type HealthWatch, terminalHealth } from './health.ts';
import { overview } from './overview.ts';
import type { PeriodSpan } from './period.ts';
import { Rounds, type Timers } from './rounds.ts';
import { Stream, type Subscriber, type View, viewKey } from './stream.ts';

/** A stream outlives its last browser so long, so that a reload or a short break resumes. */
export const STREAM_REST_MS = MINUTE;

export interface DeskDeps {
  readonly projections: Projections;
  readonly directory: Directory;
  readonly linkOf: (terminal: string) => Parameters<typeof terminalHealth>[1];
  readonly health: HealthWatch;
  readonly now: () => Instant;
  readonly timers: Timers;
  readonly onError: (error: unknown) => void;
}

/** One period in use. Everything that touches the book goes in turn. */
class Shelf {
  readonly #deps: DeskDeps;
  readonly #book: PeriodBook;
  readonly #streams = new Map<string, Stream>();
  readonly rounds: Rounds;
  #last: Promise<unknown> = Promise.resolve();

  constructor(period: Period, deps: DeskDeps) {
    this.#deps = deps;
    this.#book = new PeriodBook(period, deps);
    this.rounds = new Rounds(() => this.#inTurn(() => this.#round()), deps.now, deps.timers, deps.onError);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  mark(areas: Iterable<AreaId>): void {
    this.#book.mark(areas);
    this.rounds.request();
  }

  async #round(): Promise<void> {
    const watched = [...this.#streams.values()].filter((stream) => stream.watched);
    if (watched.length === 0) return;
    const now = this.#deps.now();
    const span = await this.#book.refresh(now);
    for (const stream of watched) stream.publish(await this.#cut(stream.view, span, now), now);
    if (watched.some((stream) => stream.lagging)) this.rounds.request();
  }

  async #cut(view: View, span: PeriodSpan, now: Instant): Promise<Overview> {
    const { projections, directory, health, linkOf } = this.#deps;
    const scope = [...view.scope];
    const [reasons, feed, quarantined] = await Promise.all([
      projections.reasons(scope, span.from, span.until),
      projections.feed(scope, FEED_LENGTH),
      projections.quarantinedSince(span.from),
    ]);
    const enrolled = directory.terminals();
    return overview({
      site: directory.site(),
      clock: directory.clock(),
      hours: directory.openingHours(),
      areas: directory.areas(),
      catalogue: directory.reasons(),
      enrolled,
      healths: enrolled
        .filter(({ retiredAt }) => retiredAt === null)
        .map((terminal) => terminalHealth(terminal, linkOf(terminal.id), health.changedAt(terminal.id)))
        .sort((a, b) => a.number - b.number),
      ...view,
      span,
      now,
      figures: this.#book.figures,
      heard: this.#book.heard,
      reasons,
      feed,
      quarantined,
    });
  }

  once(view: View): Promise<Overview> {
    return this.#inTurn(async () => {
      const now = this.#deps.now();
      return this.#cut(view, await this.#book.refresh(now), now);
    });
  }

  join(
    view: View,
    subscriber: Subscriber,
    resume: Subscribe['resume'],
    stillWanted: () => boolean,
  ): Promise<Stream> {
    return this.#inTurn(async () => {
      const key = viewKey(view);
      const known = this.#streams.get(key);
      const now = this.#deps.now();
      const stream = known ?? new Stream(view, now);
      this.#streams.set(key, stream);
      stream.publish(await this.#cut(view, await this.#book.refresh(now), now), now);
      if (stillWanted()) stream.join(subscriber, now, resume);
      return stream;
    });
  }

  /** Forgets streams that nobody came back to; true when none is left. */
  tidy(now: Instant): boolean {
    for (const [key, { idleSince }] of this.#streams)
      if (idleSince !== undefined && now - idleSince > STREAM_REST_MS) this.#streams.delete(key);
    return this.#streams.size === 0;
  }
}

export class Desk {
  readonly #deps: DeskDeps;
  readonly #shelves = new Map<Period, Shelf>();

  constructor(deps: DeskDeps) {
    this.#deps = deps;
  }

  #shelf(period: Period): Shelf {
    const known = this.#shelves.get(period);
    if (known) return known;
    const shelf = new Shelf(period, this.#deps);
    this.#shelves.set(period, shelf);
    return shelf;
  }

  /** Figures of these areas changed. */
  mark(areas: Iterable<AreaId>): void {
    for (const shelf of this.#shelves.values()) shelf.mark(areas);
  }

  /** Something beside the figures changed: a link, a setting, the minute. */
  request(): void {
    for (const shelf of this.#shelves.values()) shelf.rounds.request();
  }

  /** One overview, for who asks only once. Rejects as the reader does. */
  once(view: View): Promise<Overview> {
    return this.#shelf(view.period).once(view);
  }

  /** Sends a snapshot or the missed changes, then every change. Rejects as the reader does. */
  join(
    view: View,
    subscriber: Subscriber,
    resume: Subscribe['resume'],
    stillWanted: () => boolean,
  ): Promise<Stream> {
    return this.#shelf(view.period).join(view, subscriber, resume, stillWanted);
  }

  tidy(): void {
    for (const [period, shelf] of this.#shelves)
      if (shelf.tidy(this.#deps.now())) this.#shelves.delete(period);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#shelves.values()].map((shelf) => shelf.rounds.stop()));
  }
}
