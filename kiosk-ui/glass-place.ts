// Top of every screen: the seal, where one stands, and at the right the notice or that the rating is noted.
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { inLanguage, type Language, type LocalText } from '../shared/language.ts';
import type { TerminalPolicy } from '../shared/policy.ts';
import { litBell, seal } from './drawings.ts';
import { CATALOGUES } from './messages/index.ts';
import { sharedStyles } from './shared-styles.ts';

@customElement('glass-place')
export class GlassPlace extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        position: absolute;
        left: var(--margin);
        right: var(--margin);
        top: var(--place-y);
        display: flex;
        justify-content: space-between;
        align-items: center;
        gap: calc(0.8 * var(--room));
        min-height: calc(1.2 * var(--seal));
      }
      .place {
        display: flex;
        align-items: center;
        gap: calc(0.36 * var(--seal));
        min-width: 0;
      }
      .seal {
        width: var(--seal);
        height: var(--seal);
        flex: none;
      }
      .seal-ground {
        fill: var(--vermilion-500);
      }
      .seal-bell {
        fill: var(--paper-50);
      }
      .seal-band {
        stroke: var(--vermilion-500);
      }
      .names {
        min-width: 0;
      }
      .building {
        font-family: var(--serif);
        font-size: var(--building);
        font-weight: 500;
        line-height: 1.25;
      }
      .room {
        font-size: var(--room);
        line-height: 1.3;
        color: var(--bronze-300);
      }
      .building,
      .room {
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        overflow: hidden;
        text-wrap: balance;
      }
      .corner {
        flex: none;
        display: flex;
        flex-direction: column;
        align-items: flex-end;
        font-size: var(--small);
        line-height: 1.35;
        color: var(--notice);
        white-space: nowrap;
      }
      .noted {
        display: flex;
        align-items: center;
        gap: 0.5em;
        font-size: var(--room);
        line-height: 1.2;
        color: var(--bronze-300);
      }
      .noted .bell {
        width: 1.6em;
        height: 1.6em;
      }
      .try-out {
        font-size: 0.92em;
        color: var(--bronze-300);
      }
      .notice {
        display: none;
      }
      @media (min-aspect-ratio: 1/1) {
        .names {
          display: flex;
          flex-wrap: wrap;
          align-items: baseline;
          column-gap: calc(0.4 * var(--room));
        }
        .building,
        .room {
          display: block;
          line-height: 1.2;
          text-overflow: ellipsis;
          white-space: nowrap;
        }
        .notice {
          display: block;
        }
      }
      :host([night]) {
        color: var(--night-text);
      }
      :host([night]) .room {
        color: var(--night-muted);
      }
      :host([night]) .try-out,
      :host([night]) .corner {
        color: var(--night-muted);
      }
      :host([night]) .seal-ground {
        fill: #68231a;
      }
      :host([night]) .seal-bell {
        fill: var(--night-text);
      }
      :host([night]) .seal-band {
        stroke: #68231a;
      }
    `,
  ];

  @property({ attribute: false }) policy: TerminalPolicy | null = null;
  @property({ attribute: false }) language: Language = 'zh-Hant';
  @property({ type: Boolean, reflect: true }) night = false;
  /** On reasons: the rating counts already. */
  @property({ attribute: false }) noted = false;
  @property({ attribute: false }) notice = false;

  /** English where the house wrote no Japanese or Korean: then it is to be read as English. */
  #name(part: 'building' | 'room', text: LocalText): TemplateResult {
    const language = text[this.language] === undefined ? 'en' : this.language;
    return html`<span class=${part} lang=${language}>${inLanguage(text, language)}</span>`;
  }

  override render(): TemplateResult {
    const { policy, language } = this;
    const words = CATALOGUES[language];
    return html`<div class="place">
        ${seal()}
        ${
          policy
            ? html`<div class="names">
              ${this.#name('building', policy.place.building)} ${this.#name('room', policy.place.room)}
            </div>`
            : nothing
        }
      </div>
      <div class="corner">
        ${this.noted ? html`<span class="noted">${litBell(1)}${words.ratingNoted}</span>` : nothing}
        ${this.notice && !this.noted ? html`<span class="notice">${words.privacy}</span>` : nothing}
        ${policy?.tryOut ? html`<span class="try-out">${words.tryOut}</span>` : nothing}
      </div>`;
  }
}
