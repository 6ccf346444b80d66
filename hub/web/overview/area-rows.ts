// On the overview: the tree of areas with rate, interval, count and coverage; choosing one filters the page.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AreaId } from '../../../shared/area.ts';
import type { AreaRow } from '../../../shared/live.ts';
import { placed } from '../parts/placed.ts';
import { shared } from '../styles/shared.ts';
import { rateText, targetText, type Words } from '../words.ts';
import { axisLow, isSolid, onAxis, toneOf } from './judgement.ts';

const LOW_COVERAGE = 0.95;

/** Whole per cent; "100" only when nothing was missed. */
const coverText = (share: number): string => String(share < 1 ? Math.min(99, Math.round(share * 100)) : 100);

@customElement('area-rows')
export class AreaRows extends LitElement {
  static override styles = [
    shared,
    css`
      table { --indent: 22px; width: 100%; border-collapse: collapse; table-layout: fixed; }
      col.rate { width: 60px; } col.axis { width: 30%; } col.count { width: 62px; } col.cover { width: 58px; }
      thead th { position: sticky; top: 0; z-index: 2; background: var(--ground); font-weight: 400; font-size: 14px; color: var(--ink-2); text-align: start; padding: 4px 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
      tbody th { font-weight: 400; text-align: start; padding: 0; }
      td, tbody th { height: 34.6px; border-bottom: 1px solid var(--faint); font-size: 15.5px; padding-block: 0; }
      tr.branch th, tr.branch td { font-weight: 700; border-bottom-color: var(--line); }
      .number, thead .number { text-align: end; }
      button { width: 100%; height: 34px; border: 0; padding: 0 4px 0 0; background: none; text-align: start; font-weight: inherit; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      tr:hover td, tr:hover th[scope='row'] { background: var(--faint); }
      tr.chosen td, tr.chosen th[scope='row'] { background: var(--chosen); }
      tr.chosen th[scope='row'] { box-shadow: inset 4px 0 0 var(--vermilion); }
      tr.bad td, tr.bad th[scope='row'] { background: var(--bad-tint); }
      .ok { color: var(--ok-text); font-weight: 700; } .mid { color: var(--mid-text); font-weight: 700; } .bad-rate { color: var(--bad-text); font-weight: 700; }
      .few { color: var(--ink-2); font-weight: 400; padding-left: 12px; font-size: 14.5px; white-space: nowrap; }
      .cover { color: var(--ink-2); font-weight: 400; } .cover.low { color: var(--bad-text); }
      .axis { position: relative; height: 34px; margin: 0 9px 0 14px; }
      .goal { position: absolute; top: 0; bottom: 0; border-left: 1.6px dashed var(--ink-3); }
      .span { position: absolute; top: 14.5px; height: 5px; opacity: 0.5; }
      .dot { position: absolute; top: 10.5px; width: 13px; height: 13px; margin-left: -6.5px; border-radius: 50%; border: 2.6px solid; background: var(--ground); }
      .cut { position: absolute; left: -9px; top: 11px; width: 8px; height: 12px; }
      .t-ok .span, .t-ok .dot.solid { background: var(--ok); } .t-ok .dot { border-color: var(--ok); }
      .t-mid .span, .t-mid .dot.solid { background: var(--mid); } .t-mid .dot { border-color: var(--mid); }
      .t-bad .span, .t-bad .dot.solid { background: var(--bad); } .t-bad .dot { border-color: var(--bad); }
      .t-ok path { stroke: var(--ok); } .t-mid path { stroke: var(--mid); } .t-bad path { stroke: var(--bad); }
      .goal-name { position: absolute; transform: translateX(-50%); font-weight: 700; color: var(--ink); top: 5px; }
      .axis.head { height: 24px; line-height: 24px; } .axis.head .goal-name { top: 0; }
      @media (max-width: 1500px) {
        td, tbody th { font-size: 14.5px; } col.rate { width: 52px; } col.axis { width: 23%; } col.count { width: 50px; } col.cover { width: 58px; }
        thead th { font-size: 13.5px; } .axis { margin: 0 7px 0 12px; }
        .interval-name { display: none; } table { --indent: 14px; }
      }
    `,
  ];
  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) rows: readonly AreaRow[] = [];
  @property({ attribute: false }) chosen: AreaId | null = null;
  @property({ type: Number }) target = 0.98;

  #choose(row: AreaRow): void {
    const area = row.id === this.#whole || row.id === this.chosen ? null : row.id;
    this.dispatchEvent(new CustomEvent('choose-area', { detail: area, bubbles: true, composed: true }));
  }

  /** The row that stands for all that the user may see; undefined where several areas stand side by side. */
  get #whole() {
    const tops = this.rows.filter(({ parent }) => parent === null);
    return tops.length === 1 ? tops[0]?.id : undefined;
  }

  override render() {
    const { words } = this;
    const low = axisLow(this.target);
    const goal = { left: `${((this.target - low) / (1 - low)) * 100}%` };
    return html`<table>
      <colgroup><col /><col class="rate" /><col class="axis" /><col class="count" /><col class="cover" /></colgroup>
      <thead><tr>
        <th scope="col">${words.t('areas.area')}</th>
        <th scope="col" class="number">${words.t('areas.rate')}</th>
        <th scope="col"><div class="axis head"><span class="interval-name">${words.t('areas.interval')}</span><span class="visually-hidden">${words.t('areas.interval')}</span><span class="goal-name" aria-hidden="true" ${placed(goal)}>${targetText(this.target)}</span></div></th>
        <th scope="col" class="number">${words.t('areas.count')}</th>
        <th scope="col" class="number">${words.t('areas.coverage')}</th>
      </tr></thead>
      <tbody>${this.rows.map((row) => this.#row(row, low, goal))}</tbody>
    </table>`;
  }

  #row(row: AreaRow, low: number, goal: { left: string }) {
    const { words, target } = this;
    const { satisfaction, coverage } = row;
    const { rate, tooFew, interval, count } = satisfaction;
    const tone = toneOf(satisfaction, target);
    const isChosen = row.id === (this.chosen ?? this.#whole);
    const names = [
      row.kind === 'site' || row.kind === 'building' || row.parent === null ? 'branch' : '',
      isChosen && this.chosen !== null ? 'chosen' : tone === 'bad' ? 'bad' : '',
    ].join(' ');
    const place = onAxis(satisfaction, low);
    const judged = rate !== null && !tooFew && interval !== null && place;
    return html`<tr class=${names} data-area=${row.id}>
      <th scope="row"><button type="button" aria-pressed=${isChosen} title=${words.text(row.name)}
        ${placed({ 'padding-left': `calc(8px + ${Math.max(0, row.depth - 1)} * var(--indent))` })}
        @click=${() => this.#choose(row)}>${words.text(row.name)}</button></th>
      ${
        judged
          ? html`<td class=${`number ${tone === 'bad' ? 'bad-rate' : tone}`} data-rate=${rate}>${rateText(rate, target)}</td>
          <td><div class=${`axis t-${tone}`}>
            <div class="goal" ${placed(goal)}></div>
            <div class="span" ${placed({ left: `${place.from}%`, width: `${place.to - place.from}%` })}></div>
            ${place.cut ? html`<svg class="cut" viewBox="0 0 8 12" aria-hidden="true"><path d="M7 1L2 6L7 11" fill="none" stroke-width="2"></path></svg>` : nothing}
            <div class=${isSolid(satisfaction) ? 'dot solid' : 'dot'} ${placed({ left: `${place.dot}%` })}></div>
            <span class="visually-hidden">${rateText(interval.low, target)}–${rateText(interval.high, target)} ${words.t(isSolid(satisfaction) ? 'areas.differs' : 'areas.same')}</span>
          </div></td>`
          : html`<td colspan="2" class="few">${words.t(count === 0 ? (row.terminals === 0 ? 'areas.noTerminal' : 'areas.none') : 'areas.tooFew')}</td>`
      }
      <td class="number" data-count=${count}>${words.count(count)}</td>
      <td class=${`number cover ${coverage !== null && coverage < LOW_COVERAGE ? 'low' : ''}`}>${coverage === null ? html`<span aria-label=${words.t('facts.noCoverage')} role="img">–</span>` : coverText(coverage)}</td>
    </tr>`;
  }
}
