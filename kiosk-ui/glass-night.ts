// Outside opening hours with nobody there: unlit bells, the hour of opening. A touch anywhere wakes the glass.
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { GlassState } from '../shared/glass.ts';
import { LANGUAGES, type Language } from '../shared/language.ts';
import { LEVELS } from '../shared/level.ts';
import type { OpeningHours } from '../shared/opening-hours.ts';
import './chime-beam.ts';
import { rings, unlitBell } from './drawings.ts';
import { CATALOGUES, clockTime, weekdayName, weekInWords } from './messages/index.ts';
import { sharedStyles } from './shared-styles.ts';

@customElement('glass-night')
export class GlassNight extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        position: absolute;
        inset: 0;
        color: var(--night-text);
      }
      .ground {
        position: absolute;
        left: 50%;
        top: var(--rack-y);
        width: calc(2000 * var(--u));
        height: calc(2000 * var(--u));
        transform: translate(-50%, -50%);
        color: var(--night-line);
        pointer-events: none;
      }
      .rings {
        width: 100%;
        height: 100%;
        overflow: visible;
        stroke-width: 1.4;
      }
      .rack {
        position: absolute;
        left: var(--rack-x);
        width: var(--rack-w);
        top: var(--rack-y);
      }
      chime-beam {
        height: calc(0.8 * var(--beam-high));
        opacity: 0.55;
      }
      .bells {
        display: grid;
        grid-template-columns: repeat(4, 1fr);
        color: #7d6848;
      }
      .bells div {
        display: flex;
        flex-direction: column;
        align-items: center;
      }
      .bells i {
        width: 1.5px;
        height: var(--string);
        background: currentColor;
      }
      .bell {
        width: var(--dim-bell);
        height: var(--dim-bell);
      }
      .when {
        position: absolute;
        left: var(--when-x);
        right: var(--margin);
        top: var(--when-y);
      }
      h1 {
        font-size: var(--when);
        font-weight: 500;
        line-height: 1.3;
        color: var(--night-text);
      }
      .hour {
        font-family: var(--serif);
        font-weight: 300;
        font-size: var(--hour);
        line-height: 1.15;
        color: var(--night-paper);
        white-space: nowrap;
      }
      .more {
        margin-top: var(--more-gap);
        font-size: var(--more);
        line-height: 1.6;
        color: var(--night-muted);
      }
      .others {
        position: absolute;
        left: var(--margin);
        right: var(--margin);
        bottom: calc(var(--others-b) * 1);
        padding-top: calc(0.9 * var(--small));
        border-top: 1px solid var(--night-line);
        display: grid;
        grid-auto-flow: column;
        grid-auto-columns: minmax(0, 1fr);
        gap: calc(1.4 * var(--small));
        font-size: var(--small);
        line-height: 1.5;
        color: var(--night-muted);
      }
      :host {
        --rack-x: var(--margin);
        --rack-w: calc(100% - 2 * var(--margin));
        --rack-y: calc(400 * var(--u));
        --string: calc(40 * var(--u));
        --dim-bell: calc(206 * var(--u));
        --when-x: var(--margin);
        --when-y: calc(916 * var(--u));
        --when: calc(60 * var(--u));
        --more: calc(38 * var(--u));
        --more-gap: calc(20 * var(--u));
        --others-b: calc(72 * var(--u));
      }
      @media (min-aspect-ratio: 1/1) {
        :host {
          --rack-w: calc(800 * var(--u));
          --rack-y: calc(340 * var(--u));
          --dim-bell: calc(180 * var(--u));
          --when-x: calc(var(--margin) + 900 * var(--u));
          --when-y: calc(236 * var(--u));
          --when: calc(54 * var(--u));
          --more: calc(34 * var(--u));
          --others-b: calc(56 * var(--u));
        }
        .ground {
          left: calc(var(--rack-x) + var(--rack-w) / 2);
        }
      }
      @media (min-aspect-ratio: 1/1) and (max-height: 900px) {
        :host {
          --rack-w: calc(540 * var(--u));
          --rack-y: calc(260 * var(--u));
          --string: calc(26 * var(--u));
          --dim-bell: calc(122 * var(--u));
          --when-x: calc(var(--margin) + 600 * var(--u));
          --when-y: calc(186 * var(--u));
          --when: calc(38 * var(--u));
          --more: calc(25 * var(--u));
          --more-gap: calc(12 * var(--u));
          --others-b: calc(36 * var(--u));
        }
      }
      @media (min-aspect-ratio: 1/1) and (max-height: 600px) {
        :host {
          --rack-w: calc(310 * var(--u));
          --rack-y: calc(150 * var(--u));
          --string: calc(16 * var(--u));
          --dim-bell: calc(70 * var(--u));
          --when-x: calc(var(--margin) + 350 * var(--u));
          --when-y: calc(104 * var(--u));
          --when: calc(26 * var(--u));
          --more: calc(17 * var(--u));
          --more-gap: calc(4 * var(--u));
          --others-b: calc(18 * var(--u));
        }
      }
    `,
  ];

  @property({ attribute: false }) language: Language = 'zh-Hant';
  @property({ attribute: false }) opening: GlassState['opening'] = null;
  @property({ attribute: false }) hours: OpeningHours | undefined;

  override render(): TemplateResult {
    const { opening, language } = this;
    const words = CATALOGUES[language];
    const week = this.hours && weekInWords(this.hours, language);
    return html`<div class="ground">${rings(324, 64, 8)}</div>
      <div class="rack">
        <chime-beam></chime-beam>
        <div class="bells">${LEVELS.map((level) => html`<div><i></i>${unlitBell(level, 2.6)}</div>`)}</div>
      </div>
      <div class="when">
        <h1>${opening ? words.opens(opening.day, weekdayName(language, opening.weekday)) : words.closedNow}</h1>
        ${opening ? html`<p class="hour">${clockTime(opening.minutes)}</p>` : nothing}
        <p class="more">${week ?? words.goodNight}<br />${week === undefined ? '' : words.goodNight}</p>
        <p class="more">${words.touchToRate}</p>
      </div>
      <div class="others">${othersThan(language).map((other) => this.#short(other))}</div>`;
  }

  #short(language: Language): TemplateResult {
    const { opening } = this;
    const words = CATALOGUES[language];
    return html`<p lang=${language}>
      ${
        opening
          ? words.opensShort(opening.day, weekdayName(language, opening.weekday), clockTime(opening.minutes))
          : words.closedNow
      }
    </p>`;
  }
}

/** The other languages; the second Chinese script is read by whoever reads the first. */
export const othersThan = (language: Language): Language[] =>
  LANGUAGES.filter(
    (other) =>
      other !== language && !(other.startsWith('zh') && (language.startsWith('zh') || other === 'zh-Hans')),
  );
