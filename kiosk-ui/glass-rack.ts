// On ask, and small on thanks: the beam and four faces, level 4 leftmost, mirrored never.
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LEVELS, type Level } from '../shared/level.ts';
import './chime-beam.ts';
import './rating-bell.ts';
import type { RatingBell } from './rating-bell.ts';
import { levelColours, sharedStyles } from './shared-styles.ts';

@customElement('glass-rack')
export class GlassRack extends LitElement {
  static override styles = [
    sharedStyles,
    levelColours,
    css`
      :host {
        display: block;
        position: relative;
        --rack-column: calc((var(--rack-width) - 24 * var(--u)) / 4);
      }
      chime-beam {
        position: absolute;
        inset: 0 0 auto;
        height: var(--rack-beam);
        pointer-events: none;
      }
      .faces {
        display: grid;
        grid-template-columns: repeat(4, minmax(0, 1fr));
        height: 100%;
      }
    `,
  ];

  @property() name = '';
  @property({ attribute: false }) words: Readonly<Record<Level, string>> = { 4: '', 3: '', 2: '', 1: '' };

  /** For a digit key: that face is struck as if touched. */
  strike(level: Level): void {
    this.#bells()
      .find((bell) => bell.level === level)
      ?.strike('keyboard');
  }

  #bells(): RatingBell[] {
    return [...(this.shadowRoot?.querySelectorAll('rating-bell') ?? [])].filter(isBell);
  }

  #arrows = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const bells = this.#bells();
    const at = bells.findIndex((bell) => bell.shadowRoot?.activeElement);
    bells[(at + step + bells.length) % bells.length]?.focus();
    event.preventDefault();
  };

  override render(): TemplateResult {
    return html`<div class="faces" role="group" aria-label=${this.name} @keydown=${this.#arrows}>
        ${LEVELS.map(
          (level) =>
            html`<rating-bell class=${`level-${level}`} .level=${level} .word=${this.words[level]}></rating-bell>`,
        )}
      </div>
      <chime-beam></chime-beam>`;
  }
}

const isBell = (element: Element): element is RatingBell => element.localName === 'rating-bell';
