// On the rack: one face. The whole column from beam to word is the button; it acts on pointer-down.
import { css, html, LitElement, svg, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { Input } from '../shared/input.ts';
import type { Level } from '../shared/level.ts';
import { litBell } from './drawings.ts';
import { sharedStyles } from './shared-styles.ts';

export interface Rate {
  readonly level: Level;
  readonly input: Input;
}

const RING_DELAYS_MS = [0, 90, 180];
/** A press is seen at least this long, however short the touch was. */
const LEAST_PRESS_MS = 110;
const RING = svg`<circle r="84" />`;

@customElement('rating-bell')
export class RatingBell extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: block;
        height: 100%;
      }
      button {
        position: relative;
        display: flex;
        flex-direction: column;
        justify-content: flex-start;
        width: 100%;
        height: 100%;
        padding-top: var(--rack-beam);
      }
      button:focus-visible {
        outline: none;
      }
      button:focus-visible .hanging {
        outline: 4px solid var(--paper-50);
        outline-offset: 8px;
        border-radius: 4px;
      }
      .rod {
        position: absolute;
        left: calc(50% - 1px);
        top: var(--rack-beam);
        width: 2px;
        height: calc(var(--rack-hang) - 0.005 * var(--rack-bell));
        background: var(--bronze-500);
      }
      .ring {
        position: absolute;
        left: 50%;
        top: calc(var(--rack-beam) + var(--rack-hang) - 0.045 * var(--rack-bell));
        width: calc(0.08 * var(--rack-bell));
        height: calc(0.09 * var(--rack-bell));
        transform: translateX(-50%);
        border: max(1.5px, 0.01 * var(--rack-bell)) solid var(--bronze-500);
        border-radius: calc(0.028 * var(--rack-bell));
      }
      .hanging {
        position: relative;
        display: block;
        width: fit-content;
        margin: var(--rack-hang) auto 0;
      }
      .figure {
        position: relative;
        display: block;
        width: var(--rack-bell);
        height: var(--rack-bell);
        margin: 0 auto;
        transition: transform var(--press-release);
      }
      .bell {
        width: 100%;
        height: 100%;
        overflow: visible;
      }
      .ripple {
        position: absolute;
        inset: -12%;
        width: 124%;
        height: 124%;
        overflow: visible;
        pointer-events: none;
        fill: none;
        stroke: var(--level);
      }
      .ripple circle {
        opacity: 0;
        transform-origin: center;
      }
      .word {
        display: block;
        max-width: var(--rack-column);
        margin-top: var(--rack-word-gap);
        font-size: var(--rack-word);
        font-weight: 500;
        line-height: 1.2;
        text-align: center;
        text-wrap: balance;
      }
      :host([pressed]) .figure {
        transform: translateY(calc(var(--rack-bell) * 8 / 212));
        transition: none;
      }
      @media (prefers-reduced-motion: reduce) {
        .figure {
          transition: none;
        }
        :host([pressed]) .figure {
          transform: none;
        }
        :host([pressed]) .metal {
          fill: var(--paper-50);
          stroke: var(--paper-50);
        }
        :host([pressed]) .metal path[fill='none'] {
          fill: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) level: Level = 4;
  @property() word = '';
  @property({ type: Boolean, reflect: true }) pressed = false;
  @query('button') private readonly button!: HTMLButtonElement | null;
  @query('.ripple') private readonly ripple!: SVGSVGElement | null;

  #pressedAt = 0;
  #release: ReturnType<typeof setTimeout> | undefined;

  override focus(): void {
    this.button?.focus();
  }

  /** Answers on the glass at once, and tells the screen. Also called for a digit key. */
  strike(input: Input): void {
    clearTimeout(this.#release);
    this.#pressedAt = performance.now();
    // Set by hand, not by the next render: the pressed bell must be in this very frame.
    this.pressed = true;
    this.toggleAttribute('pressed', true);
    this.#ring();
    const detail: Rate = { level: this.level, input };
    this.dispatchEvent(new CustomEvent('rate', { detail, bubbles: true, composed: true }));
    if (input !== 'touch') this.#letGo();
  }

  #ring(): void {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    for (const [index, circle] of [...(this.ripple?.querySelectorAll('circle') ?? [])].entries()) {
      circle.animate(
        [
          { transform: 'scale(1)', opacity: 0.9, strokeWidth: '4.5' },
          { transform: 'scale(2)', opacity: 0, strokeWidth: '1' },
        ],
        { duration: 700, delay: RING_DELAYS_MS[index] ?? 0, easing: 'cubic-bezier(.16,1,.3,1)' },
      );
    }
  }

  #letGo = (): void => {
    const left = Math.max(0, this.#pressedAt + LEAST_PRESS_MS - performance.now());
    this.#release = setTimeout(() => {
      this.pressed = false;
    }, left);
  };

  #down = (event: PointerEvent): void => {
    if (!event.isPrimary || event.button !== 0) return;
    this.strike('touch');
  };

  // A click without a pointer comes from a key or from assistive technology; those by pointer were answered already.
  #click = (event: MouseEvent): void => {
    if (event.detail === 0) this.strike('keyboard');
  };

  // A key held down would rate again and again.
  #key = (event: KeyboardEvent): void => {
    if (event.repeat && (event.key === 'Enter' || event.key === ' ')) event.preventDefault();
  };

  override render(): TemplateResult {
    return html`<button
      type="button"
      @pointerdown=${this.#down}
      @pointerup=${this.#letGo}
      @pointercancel=${this.#letGo}
      @pointerleave=${this.#letGo}
      @click=${this.#click}
      @keydown=${this.#key}
    >
      <span class="rod"></span><span class="ring"></span>
      <span class="hanging">
        <span class="figure">
          ${litBell(this.level)}
          <svg class="ripple" viewBox="-100 -100 200 200" aria-hidden="true">
            ${RING_DELAYS_MS.map(() => RING)}
          </svg>
        </span>
        <span class="word">${this.word}</span>
      </span>
    </button>`;
  }
}
