// On the overview: why visitors were dissatisfied in the period, as counts.
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Overview } from '../../../shared/live.ts';
import { REASON_ICONS } from '../../../shared/reason.ts';
import { reasonIcon } from '../parts/drawings.ts';
import { placed } from '../parts/placed.ts';
import { shared } from '../styles/shared.ts';
import type { Words } from '../words.ts';

@customElement('reason-bars')
export class ReasonBars extends LitElement {
  static override styles = [
    shared,
    css`
      ol { columns: 2; column-gap: 40px; }
      li { display: grid; grid-template-columns: 26px minmax(86px, 40%) minmax(0, 1fr) 40px; gap: 9px; align-items: center; min-height: 31px; font-size: 15px; break-inside: avoid; }
      li svg { color: var(--mid-text); }
      .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .bar { height: 12px; background: var(--reason-bar); min-width: 2px; }
      .many { text-align: end; font-weight: 500; }
      @media (max-width: 1500px) { ol { column-gap: 24px; } li { grid-template-columns: 24px minmax(0, 1fr) 38px 28px; gap: 7px; font-size: 14px; } .name { white-space: normal; line-height: 1.15; } }
    `,
  ];
  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) reasons: Overview['reasons'] = [];

  override render() {
    const { words } = this;
    if (this.reasons.length === 0) return html`<p class="quiet">${words.t('reasons.none')}</p>`;
    const most = Math.max(...this.reasons.map(({ count }) => count));
    return html`<ol>${this.reasons.map(
      ({ reason, name, count }) => html`
      <li data-reason=${reason}>
        ${reasonIcon(REASON_ICONS.find((icon) => icon === reason) ?? 'other', 24)}
        <span class="name" title=${words.text(name)}>${words.text(name)}</span>
        <span><span class="bar" ${placed({ display: 'block', width: `${(count / most) * 100}%` })}></span></span>
        <span class="many">${words.count(count)}</span>
      </li>`,
    )}</ol>`;
  }
}
