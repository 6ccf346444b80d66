// Out of service, being set up, or unable to keep a rating safe: one calm page and where to find a person.
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { inLanguage, type Language } from '../shared/language.ts';
import type { Desk } from '../shared/policy.ts';
import { LINE_ICONS } from '../shared/reason-icons.ts';
import './chime-beam.ts';
import { lineIcon, unlitBell } from './drawings.ts';
import { othersThan } from './glass-night.ts';
import { CATALOGUES } from './messages/index.ts';
import { sharedStyles } from './shared-styles.ts';

@customElement('glass-resting')
export class GlassResting extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        position: absolute;
        inset: 0;
      }
      chime-beam {
        position: absolute;
        left: var(--margin);
        right: var(--margin);
        top: var(--rest-beam-y);
        height: calc(0.93 * var(--beam-high));
      }
      .hanging {
        position: absolute;
        left: var(--rest-x);
        top: calc(var(--rest-beam-y) + 0.93 * var(--beam-high));
        display: flex;
        flex-direction: column;
        align-items: center;
        transform: translateX(-50%);
        color: var(--bronze-500);
      }
      .hanging i {
        width: 3px;
        height: var(--rest-string);
        background: currentColor;
      }
      .bell {
        width: var(--rest-bell);
        height: var(--rest-bell);
      }
      .said {
        position: absolute;
        left: var(--rest-said-x);
        right: var(--margin);
        top: var(--rest-said-y);
      }
      h1 {
        font-size: var(--title);
        line-height: 1.28;
      }
      .line {
        display: block;
        white-space: nowrap;
      }
      .safe {
        margin-top: calc(0.7 * var(--second));
        font-size: var(--second);
        line-height: 1.35;
        color: var(--bronze-300);
      }
      .desk {
        position: absolute;
        left: var(--margin);
        right: var(--margin);
        top: var(--rest-desk-y);
        display: flex;
        align-items: center;
        gap: calc(0.8 * var(--second));
        padding-top: var(--rest-desk-pad);
        border-top: 1px solid var(--lacquer-600);
        font-size: var(--second);
        line-height: 1.35;
      }
      .desk .icon {
        width: 2.6em;
        height: 2.6em;
        color: var(--vermilion-500);
      }
      .where {
        font-weight: 500;
      }
      .way {
        font-size: 0.82em;
        color: var(--muted);
      }
      .others {
        position: absolute;
        left: var(--margin);
        right: var(--margin);
        bottom: calc(0.75 * var(--margin));
        display: grid;
        grid-auto-flow: column;
        grid-auto-columns: minmax(0, 1fr);
        gap: calc(1.6 * var(--small));
        font-size: var(--small);
        line-height: 1.45;
        color: var(--notice);
      }
      :host {
        --rest-beam-y: calc(236 * var(--u));
        --rest-x: 50%;
        --rest-string: calc(166 * var(--u));
        --rest-bell: calc(356 * var(--u));
        --rest-said-x: var(--margin);
        --rest-said-y: calc(900 * var(--u));
        --rest-desk-y: calc(1420 * var(--u));
        --rest-desk-pad: calc(56 * var(--u));
      }
      @media (min-aspect-ratio: 1/1) {
        :host {
          --rest-beam-y: calc(180 * var(--u));
          --rest-x: calc(var(--margin) + 300 * var(--u));
          --rest-string: calc(70 * var(--u));
          --rest-bell: calc(300 * var(--u));
          --rest-said-x: calc(var(--margin) + 640 * var(--u));
          --rest-said-y: calc(292 * var(--u));
          --rest-desk-y: calc(690 * var(--u));
          --rest-desk-pad: calc(36 * var(--u));
        }
      }
      @media (min-aspect-ratio: 1/1) and (max-height: 900px) {
        :host {
          --rest-beam-y: calc(124 * var(--u));
          --rest-x: calc(var(--margin) + 200 * var(--u));
          --rest-string: calc(44 * var(--u));
          --rest-bell: calc(224 * var(--u));
          --rest-said-x: calc(var(--margin) + 430 * var(--u));
          --rest-said-y: calc(204 * var(--u));
          --rest-desk-y: calc(496 * var(--u));
          --rest-desk-pad: calc(24 * var(--u));
        }
      }
      @media (min-aspect-ratio: 1/1) and (max-height: 600px) {
        :host {
          --rest-beam-y: calc(70 * var(--u));
          --rest-x: calc(var(--margin) + 110 * var(--u));
          --rest-string: calc(20 * var(--u));
          --rest-bell: calc(128 * var(--u));
          --rest-said-x: calc(var(--margin) + 240 * var(--u));
          --rest-said-y: calc(106 * var(--u));
          --rest-desk-y: calc(274 * var(--u));
          --rest-desk-pad: calc(12 * var(--u));
        }
      }
    `,
  ];

  @property({ attribute: false }) language: Language = 'zh-Hant';
  @property({ attribute: false }) why: 'setUp' | 'resting' | 'storage' = 'resting';
  @property({ attribute: false }) desk: Desk | null = null;

  override render(): TemplateResult {
    const words = CATALOGUES[this.language];
    const settingUp = this.why === 'setUp';
    const lines = settingUp ? words.settingUpLines : words.restingLines;
    return html`<chime-beam></chime-beam>
      <div class="hanging"><i></i>${unlitBell(2, 3.4)}</div>
      <div class="said" role="status">
        <h1>${lines.map((line) => html`<span class="line">${line}</span> `)}</h1>
        ${settingUp ? nothing : html`<p class="safe">${words.safe}</p>`}
      </div>
      ${this.desk ? this.#toDesk(this.desk) : nothing}
      <div class="others">${othersThan(this.language).map((other) => this.#short(other, settingUp))}</div>`;
  }

  #toDesk(desk: Desk): TemplateResult {
    const words = CATALOGUES[this.language];
    return html`<div class="desk">
      ${lineIcon(LINE_ICONS.walk)}
      <div>
        <p class="where">${words.toDesk(inLanguage(desk.where, this.language))}</p>
        ${desk.way ? html`<p class="way">${inLanguage(desk.way, this.language)}</p>` : nothing}
      </div>
    </div>`;
  }

  #short(language: Language, settingUp: boolean): TemplateResult {
    const words = CATALOGUES[language];
    const where = this.desk ? inLanguage(this.desk.where, language) : undefined;
    return html`<p lang=${language}>${settingUp ? words.settingUp : words.restingShort(where)}</p>`;
  }
}
