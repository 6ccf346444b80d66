// The first screen: one question, four faces.
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { rings } from './drawings.ts';
import './glass-rack.ts';
import type { Catalogue } from './messages/catalogue.ts';
import { sharedStyles } from './shared-styles.ts';

@customElement('glass-ask')
export class GlassAsk extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        position: absolute;
        inset: 0;
      }
      .ground {
        position: absolute;
        left: 50%;
        top: calc(var(--beam-y) + 224 * var(--u));
        width: calc(2000 * var(--u));
        height: calc(2000 * var(--u));
        transform: translate(-50%, -50%);
        clip-path: inset(0 0 calc(1000 * var(--u) - (var(--languages-y) - var(--beam-y) - 224 * var(--u))) 0);
        color: var(--bronze-line);
        pointer-events: none;
      }
      .rings {
        width: 100%;
        height: 100%;
        overflow: visible;
        stroke-width: 1.4;
      }
      h1 {
        position: absolute;
        left: var(--margin);
        right: var(--margin);
        top: calc(var(--question-y) + 0.2 * var(--question));
        font-size: var(--question);
        line-height: 1;
        letter-spacing: 0.02em;
        white-space: nowrap;
      }
      h1:lang(en) {
        letter-spacing: 0;
      }
      .line {
        display: block;
        line-height: 1.05;
      }
      .line + .line {
        margin-top: var(--question-gap);
      }
      .whole {
        display: none;
      }
      glass-rack {
        position: absolute;
        left: var(--beam-inset);
        right: var(--beam-inset);
        top: var(--beam-y);
        height: calc(var(--languages-y) - var(--beam-y) - 20 * var(--u));
        max-height: calc(
          var(--beam-high) + var(--hang) + var(--bell) + var(--word-gap) + 3.1 * var(--word)
        );
        --rack-width: calc(var(--wide) * var(--u) - 2 * var(--beam-inset));
        --rack-beam: var(--beam-high);
        --rack-hang: var(--hang);
        --rack-bell: var(--bell);
        --rack-word: var(--word);
        --rack-word-gap: var(--word-gap);
      }
      @media (min-aspect-ratio: 1/1) {
        h1 {
          text-align: center;
        }
        .lines {
          display: none;
        }
        .whole {
          display: block;
        }
        .ground {
          top: calc(var(--beam-y) + 0.55 * var(--bell));
          width: calc(var(--wide) * 1.1 * var(--u));
          height: calc(var(--wide) * 1.1 * var(--u));
          clip-path: inset(
            0 0
              calc(var(--wide) * 0.55 * var(--u) - (var(--languages-y) - var(--beam-y) - 0.55 * var(--bell))) 0
          );
        }
      }
      @media (prefers-reduced-motion: no-preference) {
        h1 {
          animation: breathe 6s ease-in-out infinite;
        }
      }
      @keyframes breathe {
        50% {
          opacity: 0.86;
        }
      }
    `,
  ];

  @property({ attribute: false }) messages: Catalogue | undefined;

  override render(): TemplateResult {
    const words = this.messages;
    if (!words) return html``;
    return html`<div class="ground">${rings(324, 64, 10)}</div>
      <h1>
        <span class="lines">${words.questionLines.map((line) => html`<span class="line">${line}</span>`)}</span>
        <span class="whole">${words.question}</span>
      </h1>
      <glass-rack .name=${words.faces} .words=${words.words}></glass-rack>`;
  }
}
