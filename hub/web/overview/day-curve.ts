// On the overview: the period's curve against the target, intervals as a band, counts as bars beneath.
import { css, html, LitElement, nothing, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { CurvePoint, Period } from '../../../shared/live.ts';
import type { Instant } from '../../../shared/site-time.ts';
import { Measured } from '../parts/measured.ts';
import { shared } from '../styles/shared.ts';
import { rateText, targetText, type Words } from '../words.ts';
import {
  type Box,
  bandPath,
  type CurveGeometry,
  curveGeometry,
  labelled,
  linePath,
  type PlacedPoint,
} from './curve-geometry.ts';
import { isSolid, toneOf } from './judgement.ts';

const LABEL_ROOM_PX = 52;

@customElement('day-curve')
export class DayCurve extends LitElement {
  static override styles = [
    shared,
    css`
      :host { position: relative; height: 100%; min-height: 200px; }
      .plot { position: absolute; inset: 0; }
      .readout { position: absolute; top: -30px; right: 0; font-size: 14px; background: var(--ground); padding-inline-start: 12px; white-space: nowrap; }
      text { font: 400 13.5px var(--sans); fill: var(--ink-3); }
      .target-label { font-weight: 700; fill: var(--ink); }
      .grid { stroke: var(--line); stroke-width: 1; }
      .target { stroke: var(--ink); stroke-width: 1.6; stroke-dasharray: 5 4; }
      .bars { fill: var(--count-bar); }
      .base { stroke: var(--ink-3); }
      .band { fill: var(--mid); opacity: 0.2; }
      .line { fill: none; stroke: var(--mid); stroke-width: 3; stroke-linejoin: round; }
      .pending { stroke-dasharray: 2 5; stroke-width: 2; stroke-linecap: round; }
      .dot { stroke-width: 2.4; stroke: var(--mid); fill: var(--ground); }
      .dot.ok { stroke: var(--ok); } .dot.mid { stroke: var(--mid); } .dot.bad { stroke: var(--bad); }
      .dot.ok.solid { fill: var(--ok); } .dot.mid.solid { fill: var(--mid); } .dot.bad.solid { fill: var(--bad); }
      .dot.none { stroke: var(--ink-3); stroke-width: 1.4; stroke-dasharray: 2 2; }
      .dot.unfinished { stroke-dasharray: 3 2.4; }
      .now { stroke: var(--ink); stroke-width: 1.2; }
      .picked { fill: var(--ink); opacity: 0.08; }
      .closed line { stroke: var(--hatch); stroke-width: 1.4; }
    `,
  ];
  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) points: readonly CurvePoint[] = [];
  @property({ attribute: false }) period: Period = 'today';
  @property({ type: Number }) target = 0.98;
  @property({ type: Number }) now: Instant = 0;
  @state() private picked: number | undefined;
  readonly #box = new Measured(this);

  #when(point: CurvePoint): string {
    if (this.period !== 'today') return this.words.day(point.day);
    const clock = (minutes: number) =>
      `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
    return `${clock(point.minutes)}–${clock(point.minutes + 30)}`;
  }

  #told(point: CurvePoint): string {
    const { rate, interval, count, tooFew } = point.satisfaction;
    const { words } = this;
    if (!point.open && count === 0) return words.t('curve.closed');
    if (rate === null || interval === null) return words.t('curve.none');
    if (tooFew) return words.t('curve.tooFew', { n: words.count(count) });
    return words.t('curve.told', {
      rate: rateText(rate, this.target),
      low: rateText(interval.low, this.target),
      high: rateText(interval.high, this.target),
      n: words.count(count),
    });
  }

  #pick(event: PointerEvent): void {
    const bounds = this.getBoundingClientRect();
    const { left, right } = this.#frame();
    const share = (event.clientX - bounds.left - left) / (right - left);
    const index = Math.floor(share * this.points.length);
    this.picked = index >= 0 && index < this.points.length ? index : undefined;
  }

  #move(event: KeyboardEvent): void {
    const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (by === 0 || this.points.length === 0) return;
    event.preventDefault();
    const from = this.picked ?? this.points.findLastIndex(({ satisfaction }) => satisfaction.count > 0) - by;
    this.picked = Math.max(0, Math.min(this.points.length - 1, from + by));
  }

  #frame(): Box {
    const { width, height } = this.#box;
    return {
      left: 42,
      right: width - 8,
      top: 14,
      bottom: height - 76,
      barsTop: height - 64,
      barsBottom: height - 26,
    };
  }

  override render() {
    const { words } = this;
    const picked = this.picked === undefined ? undefined : this.points[this.picked];
    return html`
      <div class="plot" role="group" tabindex="0" aria-label=${words.t('curve.label')}
        @pointermove=${this.#pick} @pointerleave=${() => {
          this.picked = undefined;
        }}
        @keydown=${this.#move} @blur=${() => {
          this.picked = undefined;
        }}>
        ${this.#box.width > 0 ? this.#drawing() : nothing}
        <table class="visually-hidden">
          <caption>${words.t('curve.label')}</caption>
          <tbody>${this.points.map((point) => html`<tr><th scope="row">${this.#when(point)}</th><td>${this.#told(point)}</td></tr>`)}</tbody>
        </table>
      </div>
      <div class="readout" aria-live="polite">${picked ? html`<span class="quiet">${this.#when(picked)}</span> ${this.#told(picked)}` : nothing}</div>`;
  }

  #drawing() {
    const { width, height } = this.#box;
    const box = this.#frame();
    const geometry = curveGeometry(this.points, this.target, box);
    const band = this.picked === undefined ? undefined : geometry.points[this.picked];
    return html`<svg aria-hidden="true" width=${width} height=${height}>
      ${band ? svg`<rect class="picked" x=${band.from} width=${band.until - band.from} y=${box.top} height=${box.barsBottom - box.top}></rect>` : nothing}
      ${this.#axes(geometry, box)}
      ${this.#closed(geometry, box)}
      ${geometry.points.map((each) =>
        each.bar > 0
          ? svg`<rect class="bars" x=${each.from + (each.until - each.from) * 0.14} width=${(each.until - each.from) * 0.72} y=${box.barsBottom - Math.max(1.5, each.bar)} height=${Math.max(1.5, each.bar)}></rect>`
          : nothing,
      )}
      ${geometry.runs.map((run) => svg`<path class="band" d=${bandPath(run)}></path>`)}
      ${geometry.runs.map((run) => svg`<path class="line" d=${linePath(run)}></path>`)}
      ${geometry.pending ? svg`<path class="line pending" d=${linePath(geometry.pending)}></path>` : nothing}
      <line class="target" x1=${box.left} x2=${box.right} y1=${geometry.targetY} y2=${geometry.targetY}></line>
      ${this.#now(geometry, box)}
      ${geometry.points.map((each) => this.#dot(each))}
    </svg>`;
  }

  #axes({ ticks, targetY, points }: CurveGeometry, box: Box) {
    const hours = this.period === 'today';
    const wanted = labelled(this.points, box.right - box.left, LABEL_ROOM_PX, hours);
    return svg`
      ${ticks.map(
        ({ share, y }) => svg`
        <line class="grid" x1=${box.left} x2=${box.right} y1=${y} y2=${y}></line>
        ${Math.abs(y - targetY) > 12 ? svg`<text x=${box.left - 8} y=${y + 5} text-anchor="end">${targetText(share)}</text>` : nothing}`,
      )}
      <text class="target-label" x=${box.left - 8} y=${targetY + 5} text-anchor="end">${targetText(this.target)}</text>
      <line class="base" x1=${box.left} x2=${box.right} y1=${box.barsBottom} y2=${box.barsBottom}></line>
      ${wanted.map((index) => {
        const each = points[index];
        if (!each) return nothing;
        const label = hours ? String(each.point.minutes / 60) : this.words.day(each.point.day);
        return svg`<text x=${hours ? each.from : each.x} y=${box.barsBottom + 19} text-anchor="middle">${label}</text>`;
      })}
      ${hours ? this.#closing(points, wanted, box) : nothing}`;
  }

  /** The hour at the right end, where the last label leaves room for it. */
  #closing(points: readonly PlacedPoint[], wanted: readonly number[], box: Box) {
    const last = points.at(-1);
    const labelledAt = points[wanted.at(-1) ?? -1]?.from ?? 0;
    if (!last || (last.point.minutes + 30) % 60 !== 0 || box.right - labelledAt < 30) return nothing;
    return svg`<text x=${box.right} y=${box.barsBottom + 19} text-anchor="middle">${(last.point.minutes + 30) / 60}</text>`;
  }

  #closed({ points }: CurveGeometry, box: Box) {
    return points
      .filter(({ point }) => !point.open && point.satisfaction.count === 0)
      .map(({ from, until }, index) => {
        const lines = Math.ceil((box.bottom - box.top + until - from) / 8);
        return svg`<clipPath id=${`closed-${index}`}><rect x=${from + 1} y=${box.top} width=${Math.max(0, until - from - 2)} height=${box.bottom - box.top}></rect></clipPath>
          <g class="closed" clip-path=${`url(#closed-${index})`}>${Array.from({ length: lines }, (_, n) => {
            const y = box.top + n * 8;
            return svg`<line x1=${from} y1=${y} x2=${until} y2=${y - (until - from)}></line>`;
          })}</g>`;
      });
  }

  #now({ points }: CurveGeometry, box: Box) {
    if (this.period !== 'today') return nothing;
    const slot = points.find(({ point }) => this.now >= point.from && this.now < point.until);
    if (!slot) return nothing;
    const x =
      slot.from +
      ((this.now - slot.point.from) / (slot.point.until - slot.point.from)) * (slot.until - slot.from);
    const flip = x > box.right - 60;
    return svg`<line class="now" x1=${x} x2=${x} y1=${box.top - 8} y2=${box.barsBottom}></line>
      <text x=${flip ? x - 6 : x + 6} y=${box.bottom - 4} text-anchor=${flip ? 'end' : 'start'}>${this.words.t('curve.now')}</text>`;
  }

  #dot({ point, x, y, cut }: PlacedPoint) {
    if (y === null) return nothing;
    const tone = toneOf(point.satisfaction, this.target);
    const names = [
      'dot',
      tone,
      isSolid(point.satisfaction) && !point.unfinished ? 'solid' : '',
      point.unfinished ? 'unfinished' : '',
    ].join(' ');
    if (cut) return svg`<path class=${names} d=${`M${x - 4} ${y - 5}h8l-4 6z`}></path>`;
    return svg`<circle class=${names} cx=${x} cy=${y} r=${tone === 'none' ? 3.4 : this.points.length > 24 ? 4 : 5}></circle>`;
  }
}
