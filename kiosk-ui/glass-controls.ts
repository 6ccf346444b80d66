// Foot of every waking screen: languages in their own scripts, listen, lower controls, the privacy notice.
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '../shared/language.ts';
import { LINE_ICONS } from '../shared/reason-icons.ts';
import { lineIcon } from './drawings.ts';
import { CATALOGUES } from './messages/index.ts';
import { byPress } from './press.ts';
import { sharedStyles } from './shared-styles.ts';

@customElement('glass-controls')
export class GlassControls extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      .languages {
        position: absolute;
        left: var(--margin);
        right: var(--margin);
        top: var(--languages-y);
        height: var(--languages-h);
        display: grid;
        grid-auto-flow: column;
        grid-auto-columns: minmax(0, 1fr);
        font-size: var(--language);
        color: var(--muted);
      }
      .languages::before {
        content: '';
        position: absolute;
        inset: 0 0 auto;
        height: 1px;
        background: var(--lacquer-600);
      }
      button {
        position: relative;
        display: flex;
        justify-content: center;
        align-items: center;
        gap: 0.55em;
        white-space: nowrap;
      }
      .languages button:focus-visible,
      .tools button:focus-visible {
        outline-offset: -6px;
      }
      .languages [aria-pressed='true'] {
        font-weight: 500;
        color: var(--paper-50);
      }
      .languages [data-language][aria-pressed='true']::before {
        content: '';
        position: absolute;
        left: 18%;
        right: 18%;
        top: -3px;
        height: max(4px, 5 * var(--u));
        background: var(--vermilion-500);
      }
      .icon {
        width: 1.45em;
        height: 1.45em;
      }
      .foot {
        position: absolute;
        left: var(--margin);
        right: var(--margin);
        top: var(--foot-y);
        height: var(--foot-h);
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--gap);
        font-size: var(--small);
      }
      .notice {
        min-width: 0;
        color: var(--notice);
        line-height: 1.3;
        text-wrap: balance;
      }
      .tools {
        flex: none;
        display: flex;
        gap: var(--gap);
        height: 100%;
      }
      .tools button {
        padding: 0 calc(28 * var(--u));
        border: 1px solid var(--lacquer-600);
        border-radius: 4px;
      }
      .tools [aria-pressed='true'] {
        background: var(--paper-50);
        border-color: var(--paper-50);
        color: var(--ink-900);
      }
      .in-row {
        display: none;
      }
      @media (min-aspect-ratio: 1/1) {
        .foot {
          display: none;
        }
        .in-row {
          display: flex;
        }
        .in-row[aria-pressed='true'] {
          color: var(--bronze-300);
        }
      }
    `,
  ];

  @property({ attribute: false }) language: Language = 'zh-Hant';
  @property({ attribute: false }) lower = false;
  @property({ attribute: false }) listening = false;

  #say(type: string, detail: Language | boolean): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  #listen(className: string): TemplateResult {
    const press = byPress(() => this.#say('listen', !this.listening));
    return html`<button
      type="button"
      class=${className}
      aria-pressed=${this.listening}
      @pointerdown=${press}
      @click=${press}
    >
      ${lineIcon(LINE_ICONS.headphones)}<span>${CATALOGUES[this.language].listen}</span>
    </button>`;
  }

  #language(language: Language): TemplateResult {
    const press = byPress(() => this.#say('speak', language));
    return html`<button
      type="button"
      lang=${language}
      data-language=${language}
      aria-pressed=${language === this.language}
      @pointerdown=${press}
      @click=${press}
    >
      ${LANGUAGE_NAMES[language]}
    </button>`;
  }

  override render(): TemplateResult {
    const words = CATALOGUES[this.language];
    const lower = byPress(() => this.#say('lower', !this.lower));
    return html`<div class="languages" role="group" aria-label=${words.languages}>
        ${LANGUAGES.map((language) => this.#language(language))} ${this.#listen('in-row')}
      </div>
      <div class="foot">
        <p class="notice">${words.privacy}</p>
        <div class="tools">
          ${this.#listen('')}
          <button type="button" aria-pressed=${this.lower} @pointerdown=${lower} @click=${lower}>
            ${lineIcon(LINE_ICONS.lower)}<span>${words.lower}</span>
          </button>
        </div>
      </div>`;
  }
}
