// After the answer: thanks, the receipt's code or QR, and already the faces for whoever comes next.
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { groupReceiptCode } from '../shared/id.ts';
import type { Level } from '../shared/level.ts';
import { LINE_ICONS } from '../shared/reason-icons.ts';
import { lineIcon, litBell, rings } from './drawings.ts';
import './glass-rack.ts';
import type { Catalogue } from './messages/catalogue.ts';
import { qrCode } from './qr-code.ts';
import { levelColours, sharedStyles } from './shared-styles.ts';

/** What is said: stored for good, or kept on the page for later. */
export interface ThanksView {
  readonly level: Level;
  /** Undefined while the terminal has not stored it. */
  readonly code: string | undefined;
  readonly receiptUrl: string | null;
}

@customElement('glass-thanks')
export class GlassThanks extends LitElement {
  static override styles = [
    sharedStyles,
    levelColours,
    css`
      :host {
        position: absolute;
        inset: 0;
      }
      .hero {
        position: absolute;
        left: var(--hero-x);
        top: var(--hero-y);
        width: calc(2000 * var(--hero-u));
        height: calc(2000 * var(--hero-u));
        transform: translate(-50%, -50%);
        color: var(--level);
        pointer-events: none;
      }
      .hero .rings {
        width: 100%;
        height: 100%;
        overflow: visible;
        stroke-width: 5;
        opacity: 0.8;
      }
      .hero .bell {
        position: absolute;
        left: 50%;
        top: 50%;
        width: calc(250 * var(--hero-u));
        height: calc(250 * var(--hero-u));
        transform: translate(-50%, -50%);
      }
      .said {
        position: absolute;
        left: var(--said-x);
        right: var(--margin);
        top: var(--said-y);
        display: flex;
        flex-direction: column;
        gap: var(--said-gap);
        text-align: center;
      }
      h1 {
        font-size: var(--thanks);
        line-height: 1.1;
        letter-spacing: 0.02em;
        white-space: nowrap;
      }
      .saved {
        font-size: var(--second);
        line-height: 1.3;
        color: var(--bronze-300);
        text-wrap: balance;
      }
      .card {
        display: flex;
        align-items: center;
        gap: calc(0.9 * var(--card-text));
        padding: var(--card-pad);
        background: var(--paper-50);
        color: var(--ink-900);
        text-align: left;
        font-size: var(--card-text);
        line-height: 1.4;
        text-wrap: balance;
      }
      .phrase {
        display: inline-block;
      }
      .qr {
        width: var(--qr);
        height: var(--qr);
        flex: none;
      }
      .label {
        font-size: 0.78em;
        color: var(--ink-600);
      }
      .code {
        font-size: var(--code);
        font-weight: 700;
        line-height: 1.3;
        letter-spacing: 0.03em;
        white-space: nowrap;
      }
      .bare {
        color: var(--muted);
        font-size: var(--card-text);
      }
      .bare .code {
        color: var(--paper-50);
        font-weight: 500;
        margin-left: 0.4em;
      }
      .photo {
        display: flex;
        justify-content: center;
        align-items: center;
        gap: 0.6em;
        color: var(--muted);
        font-size: calc(0.9 * var(--card-text));
        line-height: 1.3;
      }
      .photo .icon {
        width: 1.3em;
        height: 1.3em;
      }
      glass-rack {
        position: absolute;
        left: var(--margin);
        right: var(--margin);
        top: var(--next-y);
        height: var(--next-h);
        --rack-width: calc(var(--wide) * var(--u) - 2 * var(--margin));
        --rack-beam: calc(0.7 * var(--beam-high));
        --rack-hang: calc(14 * var(--u));
        --rack-bell: var(--next-bell);
        --rack-word: var(--next-word);
        --rack-word-gap: calc(6 * var(--u));
      }
      :host {
        --hero-x: 50%;
        --hero-y: calc(404 * var(--u));
        --hero-u: calc(0.76 * var(--u));
        --said-x: var(--margin);
        --said-y: calc(604 * var(--u));
        --said-gap: calc(24 * var(--u));
        --card-pad: calc(20 * var(--u)) calc(28 * var(--u));
        --card-text: calc(36 * var(--u));
        --qr: calc(264 * var(--u));
        --code: calc(56 * var(--u));
        --next-y: calc(1294 * var(--u));
        --next-h: calc(226 * var(--u));
        --next-bell: calc(132 * var(--u));
        --next-word: calc(32 * var(--u));
      }
      @media (max-aspect-ratio: 1/1) {
        :host([plain]) {
          --hero-y: calc(500 * var(--u));
          --hero-u: var(--u);
          --said-y: calc(850 * var(--u));
        }
        :host([lower]) {
          --next-y: calc(1330 * var(--u));
        }
      }
      @media (min-aspect-ratio: 1/1) {
        :host {
          --hero-x: calc(var(--margin) + 264 * var(--u));
          --hero-y: calc(410 * var(--u));
          --hero-u: calc(0.7 * var(--u));
          --said-x: calc(var(--margin) + 560 * var(--u));
          --said-y: calc(146 * var(--u));
          --said-gap: calc(20 * var(--u));
          --card-text: calc(32 * var(--u));
          --qr: calc(230 * var(--u));
          --code: calc(58 * var(--u));
          --next-y: calc(690 * var(--u));
          --next-h: calc(204 * var(--u));
          --next-bell: calc(124 * var(--u));
          --next-word: calc(28 * var(--u));
        }
        .rings circle:nth-child(n + 7) {
          display: none;
        }
        .said {
          text-align: left;
        }
        .photo {
          justify-content: flex-start;
        }
        :host([plain]) {
          --said-y: calc(280 * var(--u));
        }
      }
      @media (min-aspect-ratio: 1/1) and (max-height: 900px) {
        :host {
          --hero-x: calc(var(--margin) + 184 * var(--u));
          --hero-y: calc(290 * var(--u));
          --hero-u: calc(0.5 * var(--u));
          --said-x: calc(var(--margin) + 400 * var(--u));
          --said-y: calc(106 * var(--u));
          --said-gap: calc(12 * var(--u));
          --card-pad: calc(12 * var(--u)) calc(18 * var(--u));
          --card-text: calc(24 * var(--u));
          --qr: calc(170 * var(--u));
          --code: calc(42 * var(--u));
          --next-y: calc(486 * var(--u));
          --next-h: calc(148 * var(--u));
          --next-bell: calc(84 * var(--u));
          --next-word: calc(21 * var(--u));
        }
        :host([plain]) {
          --said-y: calc(200 * var(--u));
        }
      }
      @media (min-aspect-ratio: 1/1) and (max-height: 600px) {
        :host {
          --hero-x: calc(var(--margin) + 90 * var(--u));
          --hero-y: calc(156 * var(--u));
          --hero-u: calc(0.27 * var(--u));
          --said-x: calc(var(--margin) + 196 * var(--u));
          --said-y: calc(58 * var(--u));
          --said-gap: calc(4 * var(--u));
          --card-pad: calc(4 * var(--u)) calc(10 * var(--u));
          --card-text: calc(15.5 * var(--u));
          --qr: calc(104 * var(--u));
          --code: calc(26 * var(--u));
          --next-y: calc(258 * var(--u));
          --next-h: calc(106 * var(--u));
          --next-bell: calc(66 * var(--u));
          --next-word: calc(16 * var(--u));
        }
        glass-rack {
          --rack-hang: calc(6 * var(--u));
          --rack-word-gap: 0px;
        }
        :host([plain]) {
          --said-y: calc(96 * var(--u));
        }
        .photo {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) messages: Catalogue | undefined;
  @property({ attribute: false }) view: ThanksView | undefined;
  /** No card: larger bell, code in one line. */
  @property({ type: Boolean, reflect: true }) plain = true;

  override willUpdate(): void {
    this.plain = !this.view?.receiptUrl;
  }

  override render(): TemplateResult {
    const { messages: words, view } = this;
    if (!words || !view) return html``;
    return html`<div class=${`hero level-${view.level}`}>${rings(189, 38, 8)}${litBell(view.level)}</div>
      <div class="said" role="status">
        <h1>${words.thanks}</h1>
        <p class="saved">
          ${view.code === undefined ? words.notedForLater : words.saved(words.words[view.level])}
        </p>
        ${this.#receipt(words, view)}
      </div>
      <glass-rack .name=${words.next} .words=${words.words}></glass-rack>`;
  }

  #receipt(words: Catalogue, view: ThanksView): TemplateResult | typeof nothing {
    if (view.code === undefined) return nothing;
    const code = groupReceiptCode(view.code);
    if (!view.receiptUrl)
      return html`<p class="bare">${words.receiptCode}<span class="code">${code}</span></p>`;
    return html`<div class="card">
        ${qrCode(view.receiptUrl)}
        <div>
          <p class="label">${words.receiptCode}</p>
          <p class="code">${code}</p>
          <p>${words.scan.map((phrase) => html`<span class="phrase">${phrase}</span> `)}</p>
        </div>
      </div>
      <p class="photo">${lineIcon(LINE_ICONS.camera)}${words.photograph}</p>`;
  }
}
