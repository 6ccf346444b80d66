// On the overview: the newest taps, counted or not, and why not. Nothing here names a person.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { LocalText } from '../../../shared/language.ts';
import { LEVEL_NAMES } from '../../../shared/level.ts';
import type { FeedItem } from '../../../shared/live.ts';
import { bell } from '../parts/drawings.ts';
import { shared } from '../styles/shared.ts';
import type { Words } from '../words.ts';

@customElement('live-feed')
export class LiveFeed extends LitElement {
  static override styles = [
    shared,
    css`
      li { display: grid; grid-template-columns: 22px minmax(0, 1fr) auto; column-gap: 10px; align-items: start; padding: 6px 8px 6px 0; border-bottom: 1px solid var(--faint); font-size: 15px; line-height: 1.4; }
      svg { margin-top: 1px; }
      .word { font-weight: 500; }
      .place { color: var(--ink-2); font-size: 14px; }
      time { color: var(--ink-3); font-size: 13.5px; }
      .why { grid-column: 2 / 4; font-size: 14px; }
      li.out { background-image: repeating-linear-gradient(-45deg, var(--hatch) 0 1.2px, transparent 1.2px 8px); }
      /* Only the level is struck: a line through a place would swallow the figure one (一). */
      li.out .word { text-decoration: line-through; text-decoration-thickness: 1.5px; }
      li.out .word, li.out .place { background: var(--ground); box-decoration-break: clone; }
      li.out time, li.out .why > span { background: var(--ground); }
      .dissatisfied .word { color: var(--bad-text); }
      @media (max-width: 1500px) { .place { display: block; width: fit-content; max-width: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } }
      @media (prefers-reduced-motion: no-preference) {
        li.fresh { animation: come 160ms linear; }
        @keyframes come { from { opacity: 0; } }
      }
    `,
  ];
  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) items: readonly FeedItem[] = [];
  @property({ attribute: false }) places: ReadonlyMap<number, string> = new Map();
  @property({ attribute: false }) reasonNames: ReadonlyMap<string, LocalText> = new Map();
  @property() timeZone = 'UTC';

  override render() {
    if (this.items.length === 0) return html`<p class="quiet">${this.words.t('feed.none')}</p>`;
    return html`<ol>${repeat(
      this.items,
      ({ position }) => position,
      (item) => this.#item(item),
    )}</ol>`;
  }

  #item(item: FeedItem) {
    const { words } = this;
    const level = LEVEL_NAMES[item.level];
    const reasons = item.reasons.map((id) => {
      const name = this.reasonNames.get(id);
      return name ? words.text(name) : id;
    });
    const marks = [
      item.excluded ? words.t('feed.excluded', { why: words.t(`excluded.${item.excluded}`) }) : '',
      item.staffPresent ? words.t('feed.staffPresent') : '',
      item.outOfHours ? words.t('feed.outOfHours') : '',
      item.estimated ? words.t('feed.estimated') : '',
    ].filter(Boolean);
    return html`<li class=${`fresh ${level} ${item.excluded ? 'out' : ''}`} data-position=${item.position}>
      ${bell(item.level, 20)}
      <div><span class="word">${words.t(`level.${level}`)}</span> <span class="place">${this.places.get(item.area) ?? ''}</span></div>
      <time>${words.seconds(item.at, this.timeZone)}</time>
      ${
        reasons.length > 0 || marks.length > 0
          ? html`<div class="why"><span>${reasons.join(words.t('list.separator'))}${reasons.length > 0 && marks.length > 0 ? words.t('list.separator') : nothing}<span class="quiet">${marks.join(words.t('list.separator'))}</span></span></div>`
          : nothing
      }
    </li>`;
  }
}
