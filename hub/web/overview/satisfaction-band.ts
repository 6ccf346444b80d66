// On the overview: the one large figure with its interval and target, the levels, and what stands beside it.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LEVEL_NAMES, LEVELS } from '../../../shared/level.ts';
import { EXCLUSIONS, type Period, type Totals } from '../../../shared/live.ts';
import { countKey, type Satisfaction } from '../../../shared/satisfaction.ts';
import { bell } from '../parts/drawings.ts';
import { placed } from '../parts/placed.ts';
import { shared } from '../styles/shared.ts';
import { rateText, shareText, targetText, type Words } from '../words.ts';
import { isSolid, onAxis, stripLow, toneOf } from './judgement.ts';

const LOW_COVERAGE = 0.95;

@customElement('satisfaction-band')
export class SatisfactionBand extends LitElement {
  static override styles = [
    shared,
    css`
      :host { display: grid; grid-template-columns: minmax(0, 580fr) minmax(0, 560fr) minmax(0, 500fr); gap: 16px clamp(20px, 2.3vw, 44px); border-bottom: 1px solid var(--line); padding: 12px 0; }
      .figure { display: grid; grid-template-columns: auto minmax(0, 1fr); column-gap: clamp(16px, 2.4vw, 52px); align-items: center; }
      .figure > .name { grid-column: 1 / -1; font-size: 16px; color: var(--ink-2); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .figure > .large { align-self: center; }
      .large { margin-top: -14px; }
      .large { font: 500 clamp(56px, 4.2vw, 80px) / 1 var(--serif); white-space: nowrap; letter-spacing: -0.01em; }
      .large .unit { font-size: 0.42em; }
      .words { font: 600 30px / 1.3 var(--serif); }
      .strip { position: relative; color: var(--ink); height: 40px; margin: 0 8px 2px; }
      .strip .rule { position: absolute; inset: auto 0 10px; height: 1.5px; background: var(--line); }
      .strip .span { position: absolute; bottom: 5px; height: 11px; opacity: 0.55; }
      .strip .dot { position: absolute; bottom: 2px; width: 17px; height: 17px; margin-left: -8.5px; border-radius: 50%; border: 3.4px solid; background: var(--ground); }
      .strip .goal { position: absolute; bottom: -2px; height: 26px; border-left: 2px dashed var(--ink); }
      .strip .goal-name { position: absolute; bottom: 24px; font-size: 14px; transform: translateX(-50%); white-space: nowrap; }
      .ends { display: flex; justify-content: space-between; font-size: 14px; color: var(--ink-3); line-height: 1.2; margin-bottom: 4px; }
      .ok .span, .ok .dot.solid { background: var(--ok); } .ok .dot { border-color: var(--ok); }
      .mid .span, .mid .dot.solid { background: var(--mid); } .mid .dot { border-color: var(--mid); }
      .bad .span, .bad .dot.solid { background: var(--bad); } .bad .dot { border-color: var(--bad); }
      .sentence { font-size: 15.5px; line-height: 1.4; }
      .bar { display: flex; gap: 2px; height: 24px; margin-bottom: 10px; }
      .bar i { min-width: 2px; }
      .empty { height: 24px; margin-bottom: 10px; border: 1px dashed var(--line); }
      .levels { display: grid; grid-template-columns: repeat(4, auto); justify-content: space-between; gap: 8px; }
      .levels li { display: grid; grid-template-columns: auto auto; column-gap: 9px; align-items: center; }
      .levels svg { grid-row: 1 / 3; align-self: start; margin-top: 2px; }
      .levels .word { font-size: 14.5px; color: var(--ink-2); line-height: 1.3; }
      .levels .share { font-size: 14.5px; color: var(--ink-2); }
      .levels .many { font-size: 18px; font-weight: 500; line-height: 1.25; }
      .facts { border-left: 1px solid var(--line); padding-left: clamp(16px, 1.6vw, 28px); display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 6px 16px; align-content: start; }
      .facts dt { font-size: 14px; color: var(--ink-2); line-height: 1.3; }
      .facts dd { font-size: 21px; font-weight: 500; line-height: 1.3; }
      .facts .note { display: block; font-size: 13.5px; font-weight: 400; color: var(--ink-3); line-height: 1.35; }
      @media (max-width: 1500px) {
        :host { grid-template-columns: minmax(0, 460fr) minmax(0, 420fr) minmax(0, 360fr); }
        .levels { gap: 4px; }
        .levels li { grid-template-columns: auto; }
        .levels svg { grid-row: auto; }
        .facts dd { font-size: 18px; }
      }
    `,
  ];
  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) totals!: Totals;
  @property({ attribute: false }) period: Period = 'today';
  /** Name of the chosen area, '' for the whole house. */
  @property() place = '';
  @property({ type: Number }) target = 0.98;
  @property({ type: Number }) minimum = 0;

  override render() {
    return html`${this.#figure()}${this.#levels()}${this.#facts()}`;
  }

  #figure() {
    const { words, totals, target } = this;
    const { rate, interval, count, tooFew } = totals.satisfaction;
    const name = words.t(`band.rate.${this.period}`);
    const heading = html`<div class="name">${this.place ? words.t('band.scoped', { name, place: this.place }) : name}</div>`;
    if (rate === null || interval === null)
      return html`<section><div class="quiet">${heading}</div><p class="words" data-figure="none">${words.t(`band.none.${this.period}`)}</p></section>`;
    if (tooFew)
      return html`<section><div class="quiet">${heading}</div><p class="words" data-figure="tooFew">${words.t('band.tooFew')}</p>
        <p class="sentence quiet">${words.t('band.fewer', { n: words.count(count), minimum: words.count(this.minimum) })}</p></section>`;
    return html`<section class="figure">
      ${heading}
      <p class="large" data-figure="rate" data-value=${rate}>${rateText(rate, target)}<span class="unit"> %</span></p>
      <div>${this.#strip(totals.satisfaction)}
        <p class="sentence">${words.t('band.interval', {
          n: words.count(count),
          one: count,
          low: rateText(interval.low, target),
          high: rateText(interval.high, target),
        })}</p>
        <p class="sentence quiet">${words.t(this.#verdict(totals.satisfaction, rate))}</p>
      </div>
    </section>`;
  }

  #verdict({ verdict }: Satisfaction, rate: number) {
    if (verdict === 'met') return 'band.met' as const;
    if (verdict === 'missed') return 'band.missed' as const;
    return rate >= this.target ? ('band.openAbove' as const) : ('band.openBelow' as const);
  }

  #strip(satisfaction: Satisfaction) {
    const low = stripLow(satisfaction, this.target);
    const place = onAxis(satisfaction, low);
    if (!place) return nothing;
    const goal = `${((this.target - low) / (1 - low)) * 100}%`;
    return html`<div class=${toneOf(satisfaction, this.target)} aria-hidden="true">
      <div class="strip">
        <div class="rule"></div>
        <div class="span" ${placed({ left: `${place.from}%`, width: `${place.to - place.from}%` })}></div>
        <div class="goal" ${placed({ left: goal })}></div>
        <div class="goal-name" ${placed({ left: goal })}>${this.words.t('band.target', { target: targetText(this.target) })}</div>
        <div class=${isSolid(satisfaction) ? 'dot solid' : 'dot'} ${placed({ left: `${place.dot}%` })}></div>
      </div>
      <div class="ends"><span>${targetText(low)}</span><span>100</span></div>
    </div>`;
  }

  #levels() {
    const { words } = this;
    const { shares, satisfaction } = this.totals;
    const { counts, count } = satisfaction;
    return html`<section aria-label=${words.t('band.levels')}>
      ${
        count === 0
          ? html`<div class="empty"></div>`
          : html`<div class="bar" aria-hidden="true">${LEVELS.filter(
              (level) => counts[countKey(level)] > 0,
            ).map(
              (level) =>
                html`<i ${placed({ flex: `${counts[countKey(level)]} 1 0`, background: `var(--level-${level})` })}></i>`,
            )}</div>`
      }
      <ul class="levels">${LEVELS.map(
        (
          level,
        ) => html`<li>${bell(level, 26)}<span class="word">${words.t(`level.${LEVEL_NAMES[level]}`)}</span>
          <span><span class="many" data-level=${level}>${words.count(counts[countKey(level)])}</span>${
            shares ? html` <span class="share">${shareText(shares[countKey(level)])} %</span>` : nothing
          }</span></li>`,
      )}</ul>
    </section>`;
  }

  #facts() {
    const { words, totals } = this;
    const excluded = EXCLUSIONS.filter((why) => totals.excluded[why] > 0);
    const sum = excluded.reduce((all, why) => all + totals.excluded[why], 0);
    const { harsh, tooFew } = totals.satisfaction;
    const low = totals.coverage !== null && totals.coverage < LOW_COVERAGE;
    return html`<dl class="facts">
      <div><dt>${words.t('facts.harsh')}</dt><dd data-fact="harsh">${harsh === null || tooFew ? words.t('facts.unjudged') : html`${shareText(harsh)} <span class="unit">%</span>`}</dd></div>
      <div><dt>${words.t('facts.coverage')}</dt><dd data-fact="coverage" class=${low ? 'bad' : ''}>${totals.coverage === null ? words.t('facts.noCoverage') : html`${shareText(totals.coverage)} <span class="unit">%</span>`}</dd></div>
      <div><dt>${words.t('facts.excluded')}</dt><dd data-fact="excluded">${words.count(sum)}
        ${sum > 0 ? html`<span class="note">${excluded.map((why) => words.t(`excluded.count.${why}`, { n: words.count(totals.excluded[why]) })).join(words.t('list.separator'))}</span>` : nothing}</dd></div>
      <div><dt>${words.t('facts.staff')}</dt><dd data-fact="staff">${words.count(totals.staffPresent)}
        ${totals.estimated > 0 ? html`<span class="note">${words.t('facts.estimated', { n: words.count(totals.estimated) })}</span>` : nothing}</dd></div>
    </dl>`;
  }
}
