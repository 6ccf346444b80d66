// On every rack: the lacquer beam, drawn to the width that it is given.
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { drawBeam } from '../shared/bell.ts';

@customElement('chime-beam')
export class ChimeBeam extends LitElement {
  static override styles = css`
    :host {
      display: block;
    }
    svg {
      display: block;
      width: 100%;
      height: 100%;
      overflow: visible;
    }
  `;

  @state() private box = { width: 0, height: 0 };
  readonly #observer = new ResizeObserver(([entry]) => {
    if (entry) this.box = { width: entry.contentRect.width, height: entry.contentRect.height };
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  override render(): TemplateResult {
    const { width, height } = this.box;
    const beam = drawBeam(width, height);
    return html`<svg viewBox=${`0 0 ${width} ${height}`} fill="none" aria-hidden="true">
      <path d=${beam.rail} fill="var(--beam)" />
      <path d=${beam.rhombs} stroke="var(--vermilion-500)" stroke-width="1.6" opacity="0.7" />
      <path d=${beam.edges} stroke="var(--vermilion-500)" stroke-width="2.4" />
      <path d=${beam.sleeves} fill="var(--bronze-500)" />
      <path d=${beam.sleeveLines} stroke="#5c4419" stroke-width="1.6" />
    </svg>`;
  }
}
