// After "dissatisfied": what was wrong. Several may be chosen, or none; the last tile goes on.
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { inLanguage, type Language } from '../shared/language.ts';
import { MAX_REASONS_ON_GLASS, type Reason } from '../shared/reason.ts';
import { LINE_ICONS, REASON_ICON_PATHS } from '../shared/reason-icons.ts';
import { lineIcon } from './drawings.ts';
import type { Catalogue } from './messages/catalogue.ts';
import { byPress } from './press.ts';
import { sharedStyles } from './shared-styles.ts';

export interface ReasonChoice {
  readonly reason: string;
  readonly given: boolean;
}

/** The reasons that stand on the glass, in their order. */
export const reasonsOnGlass = (reasons: readonly Reason[]): Reason[] =>
  reasons
    .filter((reason) => !reason.retired)
    .sort((a, b) => a.order - b.order)
    .slice(0, MAX_REASONS_ON_GLASS);

@customElement('glass-reasons')
export class GlassReasons extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        position: absolute;
        inset: 0;
        --title-y: calc(258 * var(--u));
        --hint-y: calc(432 * var(--u));
        --tiles-y: calc(560 * var(--u));
      }
      h1 {
        position: absolute;
        left: var(--margin);
        right: var(--margin);
        top: var(--title-y);
        font-size: var(--title);
        line-height: 1.25;
        white-space: nowrap;
      }
      .hint {
        position: absolute;
        left: var(--margin);
        right: var(--margin);
        top: var(--hint-y);
        font-size: var(--hint);
        line-height: 1.3;
        color: var(--muted);
      }
      .tiles {
        position: absolute;
        left: var(--margin);
        right: var(--margin);
        top: var(--tiles-y);
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        grid-auto-rows: var(--tile-high);
        gap: var(--gap);
      }
      .tiles button {
        position: relative;
        display: flex;
        align-items: center;
        gap: calc(0.7 * var(--tile));
        padding: 0 calc(0.95 * var(--tile));
        border: 2px solid var(--lacquer-600);
        border-radius: 4px;
        background: var(--lacquer-800);
        font-size: var(--tile);
        font-weight: 500;
        line-height: 1.25;
        overflow-wrap: anywhere;
        text-wrap: balance;
      }
      .icon {
        width: 1.75em;
        height: 1.75em;
        color: var(--bronze-300);
      }
      .tiles button[aria-pressed='true'] {
        border-color: var(--paper-50);
        background: var(--paper-50);
        color: var(--ink-900);
      }
      button[aria-pressed='true'] .icon {
        color: var(--vermilion-700);
      }
      .tick {
        position: absolute;
        top: calc(0.5 * var(--tile));
        right: calc(0.5 * var(--tile));
      }
      .tick .icon {
        width: 0.95em;
        height: 0.95em;
        stroke-width: 9;
      }
      .tiles .on {
        border-color: var(--bronze-400);
        background: var(--lacquer-900);
      }
      .tiles .on.chosen {
        background: var(--bronze-400);
        color: var(--lacquer-900);
      }
      .on .icon,
      .on.chosen .icon {
        color: inherit;
      }
      @media (min-aspect-ratio: 1/1) {
        :host {
          --title-y: calc(160 * var(--u));
          --hint-y: calc(262 * var(--u));
          --tiles-y: calc(344 * var(--u));
        }
        .tiles {
          grid-template-columns: repeat(5, minmax(0, 1fr));
        }
        .tiles button {
          flex-direction: column;
          justify-content: center;
          gap: calc(0.5 * var(--tile));
          padding: 0 calc(0.3 * var(--tile));
          text-align: center;
        }
        .icon {
          width: 2.2em;
          height: 2.2em;
        }
      }
      @media (min-aspect-ratio: 1/1) and (max-height: 900px) {
        :host {
          --title-y: calc(107 * var(--u));
          --hint-y: calc(188 * var(--u));
          --tiles-y: calc(250 * var(--u));
        }
      }
      @media (min-aspect-ratio: 1/1) and (max-height: 600px) {
        :host {
          --title-y: calc(58 * var(--u));
          --hint-y: calc(102 * var(--u));
          --tiles-y: calc(134 * var(--u));
        }
        .tiles button {
          gap: calc(0.25 * var(--tile));
        }
        .icon {
          width: 1.9em;
          height: 1.9em;
        }
      }
      @media (max-aspect-ratio: 1/1) {
        :host([lower]) {
          --title-y: calc(830 * var(--u));
          --hint-y: calc(1010 * var(--u));
          --tiles-y: calc(1160 * var(--u));
        }
        :host([lower]) .tiles {
          grid-template-columns: repeat(5, minmax(0, 1fr));
          gap: calc(16 * var(--u));
          grid-auto-rows: calc(192 * var(--u));
        }
        :host([lower]) .tiles button {
          flex-direction: column;
          justify-content: center;
          gap: calc(14 * var(--u));
          padding: 0 calc(8 * var(--u));
          font-size: calc(29 * var(--u));
          text-align: center;
        }
        :host([lower]) .icon {
          width: 1.9em;
          height: 1.9em;
        }
        :host([lower]) .tick .icon {
          width: 1em;
          height: 1em;
        }
      }
    `,
  ];

  @property({ attribute: false }) messages: Catalogue | undefined;
  @property({ attribute: false }) language: Language = 'zh-Hant';
  @property({ attribute: false }) reasons: readonly Reason[] = [];
  @property({ attribute: false }) chosen: readonly string[] = [];

  #choose(reason: Reason): void {
    const detail: ReasonChoice = { reason: reason.id, given: !this.chosen.includes(reason.id) };
    this.dispatchEvent(new CustomEvent('choose', { detail, bubbles: true, composed: true }));
  }

  #done = (): void => {
    this.dispatchEvent(new CustomEvent('done', { bubbles: true, composed: true }));
  };

  #tile(reason: Reason): TemplateResult {
    const pressed = this.chosen.includes(reason.id);
    const press = byPress(() => this.#choose(reason));
    return html`<button type="button" aria-pressed=${pressed} @pointerdown=${press} @click=${press}>
      ${lineIcon(REASON_ICON_PATHS[reason.icon])}
      <span lang=${reason.name[this.language] === undefined ? 'en' : this.language}>
        ${inLanguage(reason.name, this.language)}
      </span>
      ${pressed ? html`<span class="tick">${lineIcon(LINE_ICONS.done)}</span>` : nothing}
    </button>`;
  }

  override render(): TemplateResult {
    const words = this.messages;
    if (!words) return html``;
    const any = this.chosen.length > 0;
    const press = byPress(this.#done);
    return html`<h1>${words.reasonsQuestion}</h1>
      <p class="hint">${words.reasonsHint}</p>
      <div class="tiles" role="group" aria-label=${words.reasonsQuestion}>
        ${reasonsOnGlass(this.reasons).map((reason) => this.#tile(reason))}
        <button type="button" class=${any ? 'on chosen' : 'on'} @pointerdown=${press} @click=${press}>
          ${lineIcon(any ? LINE_ICONS.done : LINE_ICONS.next)}
          <span>${any ? words.done : words.skip}</span>
        </button>
      </div>`;
  }
}
