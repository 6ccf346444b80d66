// Over everything for ten seconds when the hub asks which terminal this is.
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Catalogue } from './messages/catalogue.ts';
import { sharedStyles } from './shared-styles.ts';

@customElement('glass-identify')
export class GlassIdentify extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        position: fixed;
        inset: 0;
        z-index: 1;
        display: grid;
        place-content: center;
        justify-items: center;
        background: var(--bronze-400);
        color: var(--lacquer-900);
        pointer-events: none;
      }
      p {
        font-size: calc(1.4 * var(--second));
      }
      strong {
        font-family: var(--serif);
        font-weight: 600;
        font-size: min(38vh, 26vw);
        line-height: 1.15;
      }
    `,
  ];

  @property({ attribute: false }) messages: Catalogue | undefined;
  @property({ attribute: false }) number = 0;

  override render(): TemplateResult {
    return html`<p>${this.messages?.terminalNumber ?? ''}</p>
      <strong>${this.number}</strong>`;
  }
}
