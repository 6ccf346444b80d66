// The page that a supervisor keeps open: owns the live socket and hands its view to the parts.
import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Me } from '../../../shared/api.ts';
import type { AreaId } from '../../../shared/area.ts';
import type { LocalText } from '../../../shared/language.ts';
import { type AreaRow, type Overview, PERIODS, type Period } from '../../../shared/live.ts';
import { STANDARD_REASONS } from '../../../shared/reason.ts';
import type { Instant } from '../../../shared/site-time.ts';
import { type Line, LiveSocket } from '../live-socket.ts';
import type { LiveView } from '../live-state.ts';
import { buttons, shared } from '../styles/shared.ts';
import { rateText, type Words } from '../words.ts';
import './area-rows.ts';
import './day-curve.ts';
import './live-feed.ts';
import { overviewStyles } from './overview-styles.ts';
import './reason-bars.ts';
import './satisfaction-band.ts';
import './terminal-rack.ts';

/** A screen reader hears the figures at most this often; changes arrive four times a second. */
const TOLD_EACH_MS = 30_000;
const CLOCK_MS = 5_000;

const namesBelow = (rows: readonly AreaRow[], words: Words): Map<AreaId, string> => {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const nameOf = (row: AreaRow): string => {
    const parent = row.parent === null ? undefined : byId.get(row.parent);
    const own = words.text(row.name);
    return parent && parent.parent !== null ? words.t('place.join', { a: nameOf(parent), b: own }) : own;
  };
  return new Map(rows.map((row) => [row.id, nameOf(row)]));
};

@customElement('overview-page')
export class OverviewPage extends LitElement {
  static override styles = [shared, buttons, overviewStyles];
  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) me!: Me;
  /** The session ended and somebody signs in above this page. */
  @property({ type: Boolean }) waiting = false;
  @state() private period: Period = 'today';
  @state() private area: AreaId | null = null;
  @state() private live: LiveView | undefined;
  @state() private line: Line = { is: 'connecting' };
  @state() private clock: Instant = Date.now();
  @state() private told = '';
  #socket: LiveSocket | undefined;
  #ticking: ReturnType<typeof setInterval> | undefined;
  /** The hub's clock less this machine's. */
  #offset = 0;
  #toldAt = 0;
  #places: ReadonlyMap<AreaId, string> = new Map();

  override connectedCallback(): void {
    super.connectedCallback();
    this.#ticking = setInterval(() => {
      this.clock = Date.now();
    }, CLOCK_MS);
    this.#socket = new LiveSocket(
      location.origin,
      { period: this.period, area: this.area },
      {
        view: (view) => this.#take(view),
        line: (line) => {
          this.line = line;
          if (line.is === 'reconnecting' || line.is === 'offline') this.#send('line-lost');
        },
        forbidden: () => {
          if (this.area !== null) this.#show(this.period, null);
        },
      },
    );
    this.#socket.start();
    window.addEventListener('online', this.#online);
  }

  override updated(changed: Map<string, unknown>): void {
    if (changed.get('waiting') === true && !this.waiting) this.#socket?.retry();
  }

  readonly #online = (): void => this.#socket?.retry();

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#ticking);
    window.removeEventListener('online', this.#online);
    this.#socket?.stop();
  }

  #send(name: string): void {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true }));
  }

  #take(live: LiveView): void {
    this.live = live;
    this.#offset = live.now - Date.now();
    this.clock = Date.now();
    const { rate, count, tooFew } = live.view.totals.satisfaction;
    if (Date.now() - this.#toldAt < TOLD_EACH_MS) return;
    this.#toldAt = Date.now();
    const n = this.words.count(count);
    this.told =
      rate === null || tooFew
        ? this.words.t('announce.few', { n })
        : this.words.t('announce.rate', { rate: rateText(rate, live.view.site.target), n });
  }

  #show(period: Period, area: AreaId | null): void {
    this.period = period;
    this.area = area;
    this.#toldAt = 0;
    this.#socket?.show({ period, area });
  }

  override render() {
    const view = this.live?.view;
    if (view) this.#places = namesBelow(view.areas, this.words);
    return html`${this.#head(view)}${view ? this.#body(view) : html`<p class="waiting quiet">${this.words.t('overview.waiting')}</p>`}
      <div class="visually-hidden" aria-live="polite" data-told>${this.told}</div>`;
  }

  #head(view: Overview | undefined) {
    const { words, me } = this;
    return html`<header>
      <h1>${words.t('rail.overview')}</h1>
      <p class="about">${
        view
          ? html`<span>${words.text(view.site.name)}</span><span>${words.moment(this.clock + this.#offset, view.site.timeZone)}</span>
          <span>${words.t(view.site.open ? 'site.open' : 'site.closed')}</span>
          ${view.site.tryOut ? html`<span class="try-out">${words.t('site.tryOut')}</span>` : nothing}`
          : nothing
      }</p>
      <div class="right">
        <div class="segment" role="group" aria-label=${words.t('period.label')}>${PERIODS.map(
          (period) =>
            html`<button type="button" data-period=${period} aria-pressed=${period === this.period} @click=${() => this.#show(period, this.area)}>${words.t(`period.${period}`)}</button>`,
        )}</div>
        <span class=${`line ${this.line.is}`} role="status">${this.#lineText()}</span>
        <span class="who">${me.name}</span>
      </div>
    </header>`;
  }

  #lineText(): string {
    const { line, words } = this;
    if (line.is === 'offline') {
      const zone = this.live?.view.site.timeZone ?? 'UTC';
      return words.t('line.offline', { time: words.time(line.since + this.#offset, zone) });
    }
    return words.t(`line.${line.is}`);
  }

  #body(view: Overview) {
    const { words, period } = this;
    const { target, minimum, timeZone } = view.site;
    const now = this.clock + this.#offset;
    const place = this.area === null ? '' : (this.#places.get(this.area) ?? '');
    const inOrder = view.terminals.filter(({ state }) => state === 'inOrder').length;
    const reasonNames = new Map<string, LocalText>([
      ...STANDARD_REASONS.map(({ id, name }) => [id, name] as const),
      ...view.reasons.map(({ reason, name }) => [reason, name] as const),
    ]);
    return html`
      <satisfaction-band .words=${words} .totals=${view.totals} .period=${period} .place=${place} .target=${target} .minimum=${minimum}></satisfaction-band>
      <div class="columns">
        <section class="areas" @choose-area=${(event: CustomEvent<AreaId | null>) => this.#show(period, event.detail)}>
          <div class="title"><h2>${words.t('areas.title')}</h2>${
            this.area === null
              ? html`<span class="quiet small">${words.t('areas.about', { period: words.t(`period.${period}`), minimum })}</span>`
              : html`<button type="button" class="button little" data-action="all-areas" @click=${() => this.#show(period, null)}>${words.t('areas.all')}</button>`
          }</div>
          <div class="scroll" tabindex="0" role="region" aria-label=${words.t('areas.title')}>
            <area-rows .words=${words} .rows=${view.areas} .chosen=${this.area} .target=${target}></area-rows>
          </div>
          <p class="legend"><span><i class="solid"></i>${words.t('areas.differs')}</span><span><i></i>${words.t('areas.same')}</span></p>
        </section>
        <div class="middle">
          <section class="curve">
            <div class="title"><h2>${words.t(`curve.title.${period}`)}</h2><span class="quiet small">${words.t(`curve.about.${period}`)}</span></div>
            <day-curve .words=${words} .points=${view.curve} .period=${period} .target=${target} .now=${now}></day-curve>
          </section>
          <section class="reasons">
            <div class="title"><h2>${words.t('reasons.title')}</h2><span class="quiet small">${words.t('reasons.about')}</span></div>
            <div class="scroll" tabindex="0" role="region" aria-label=${words.t('reasons.title')}><reason-bars .words=${words} .reasons=${view.reasons}></reason-bars></div>
          </section>
        </div>
        <div class="side">
          <section class="feed">
            <div class="title"><h2>${words.t('feed.title')}</h2><span class="quiet small">${place || words.t('feed.about')}</span></div>
            <div class="scroll" tabindex="0" role="region" aria-label=${words.t('feed.title')}>
              <live-feed .words=${words} .items=${view.feed} .places=${this.#places} .reasonNames=${reasonNames} .timeZone=${timeZone}></live-feed>
            </div>
          </section>
          <section class="rack">
            <div class="title"><h2>${words.t('rack.title')}</h2><span class="quiet small">${words.t('rack.about', { n: view.terminals.length, ok: inOrder })}</span></div>
            <div class="scroll" tabindex="0" role="region" aria-label=${words.t('rack.title')}><terminal-rack .words=${words} .terminals=${view.terminals} .places=${this.#places} .now=${now}></terminal-rack></div>
            ${view.quarantined > 0 ? html`<p class="notice">${this.me.rights.includes('audit') ? html`<a href="/admin/records">${words.t('rack.quarantined', { n: view.quarantined })}</a>` : words.t('rack.quarantined', { n: view.quarantined })}</p>` : nothing}
          </section>
        </div>
      </div>`;
  }
}
