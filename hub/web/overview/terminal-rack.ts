// On the overview: every terminal as a bell on its rack, and a sentence for each that is not in order.
import { css, html, LitElement, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { TerminalHealth } from '../../../shared/live.ts';
import type { Instant } from '../../../shared/site-time.ts';
import { terminalBell } from '../parts/drawings.ts';
import { Measured } from '../parts/measured.ts';
import { shared } from '../styles/shared.ts';
import type { Words } from '../words.ts';

const ROOMY_PX = 330;

/** The sentence for a terminal that is not in order; `now` is the hub's clock. */
export function troubleText(words: Words, { state, trouble, since }: TerminalHealth, now: Instant): string {
  const what = trouble === null ? words.t(`state.${state}`) : words.t(`trouble.${trouble}`);
  if (since === null || state === 'waiting') return what;
  return words.t('trouble.since', { what, span: words.span(now - since) });
}

@customElement('terminal-rack')
export class TerminalRack extends LitElement {
  static override styles = [
    shared,
    css`
      text { font: 400 14px var(--sans); fill: var(--ink-2); }
      ul { margin-top: 4px; font-size: 14.5px; line-height: 1.45; }
      li { padding: 2px 0; }
      li b { font-weight: 700; margin-inline-end: 4px; }
    `,
  ];
  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) terminals: readonly TerminalHealth[] = [];
  @property({ attribute: false }) places: ReadonlyMap<number, string> = new Map();
  @property({ type: Number }) now: Instant = 0;
  readonly #box = new Measured(this);

  override render() {
    const { words } = this;
    const troubled = this.terminals.filter(({ state }) => state !== 'inOrder');
    if (this.terminals.length === 0) return html`<p class="quiet">${words.t('rack.none')}</p>`;
    return html`${this.#box.width > 0 ? this.#rack(this.#box.width) : nothing}
      <ul class="visually-hidden">${this.terminals.map(
        (terminal) =>
          html`<li>${words.t('rack.one', { number: terminal.number, state: words.t(`state.${terminal.state}`) })}</li>`,
      )}</ul>
      <ul class="troubles">${troubled.map(
        (terminal) =>
          html`<li data-terminal=${terminal.number}><b>${terminal.number}</b> ${this.places.get(terminal.area) ?? ''}${words.t('rack.colon')}<span class=${terminal.state === 'silent' ? 'bad' : 'quiet'}>${troubleText(words, terminal, this.now)}</span></li>`,
      )}</ul>`;
  }

  #rack(width: number) {
    const roomy = width >= ROOMY_PX;
    const size = roomy ? 38 : 28;
    const rowHeight = size + 30;
    const perRow = Math.min(this.terminals.length, Math.max(7, Math.floor(width / (roomy ? 48 : 34))));
    const rows = Math.ceil(this.terminals.length / perRow);
    const step = (width - 16) / perRow;
    return html`<svg aria-hidden="true" width=${width} height=${rows * rowHeight}>
      ${Array.from(
        { length: rows },
        (_, row) => svg`
        <rect x="0" y=${row * rowHeight} width=${width} height="5" fill="var(--beam)"></rect>
        <rect x="0" y=${row * rowHeight} width="15" height="5" fill="var(--sleeve)"></rect>
        <rect x=${width - 15} y=${row * rowHeight} width="15" height="5" fill="var(--sleeve)"></rect>`,
      )}
      ${this.terminals.map((terminal, index) => {
        const x = 8 + step * ((index % perRow) + 0.5);
        const y = Math.floor(index / perRow) * rowHeight;
        return svg`<line x1=${x} x2=${x} y1=${y + 5} y2=${y + 12} stroke="var(--ink-3)" stroke-width="1.4"></line>
          ${terminalBell(terminal.state, x, y + 10, size)}
          <text x=${x} y=${y + size + 24} text-anchor="middle">${terminal.number}</text>`;
      })}
    </svg>`;
  }
}
