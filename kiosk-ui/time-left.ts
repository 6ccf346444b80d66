// On reasons and thanks: a thin line that shortens while the screen waits. No digits; still when motion is unwanted.
import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';

export interface TimeLeft {
  /** ms left when the terminal said so. */
  readonly left: number;
  readonly whole: number;
}

@customElement('time-left')
export class TimeLeftLine extends LitElement {
  static override styles = css`
    :host {
      position: absolute;
      left: var(--margin);
      right: var(--margin);
      top: var(--time-y);
      height: max(2px, 4 * var(--u));
      background: var(--lacquer-700);
    }
    div {
      height: 100%;
      background: var(--bronze-500);
      transform-origin: left;
    }
    @media (prefers-reduced-motion: reduce) {
      :host {
        display: none;
      }
    }
  `;

  /** A new object starts the line anew. */
  @property({ attribute: false }) time: TimeLeft | undefined;
  @query('div') private readonly line!: HTMLDivElement | null;
  #animation: Animation | undefined;

  override updated(changed: PropertyValues<this>): void {
    if (!changed.has('time') || !this.time) return;
    this.#animation?.cancel();
    const { left, whole } = this.time;
    this.#animation = this.line?.animate(
      [{ transform: `scaleX(${whole > 0 ? Math.min(1, left / whole) : 0})` }, { transform: 'scaleX(0)' }],
      { duration: left, easing: 'linear', fill: 'forwards' },
    );
  }

  override render(): TemplateResult {
    return html`<div></div>`;
  }
}
