// The whole glass: one screen at a time, its place above, its controls below. Taps are answered here at once.
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { Language } from '../shared/language.ts';
import { LEVELS } from '../shared/level.ts';
import { bellTone } from './bell-tone.ts';
import { SHIFT_EVERY_MS, shiftAt } from './burn-in.ts';
import { isEcho, NO_TOUCH } from './double-tap.ts';
import './glass-ask.ts';
import './glass-controls.ts';
import './glass-identify.ts';
import { type GlassLink, glassLink } from './glass-link.ts';
import './glass-night.ts';
import './glass-place.ts';
import { GlassRack } from './glass-rack.ts';
import './glass-reasons.ts';
import type { ReasonChoice } from './glass-reasons.ts';
import './glass-resting.ts';
import { glassUrl } from './glass-socket.ts';
import './glass-thanks.ts';
import { chosenReasons } from './intent-queue.ts';
import { keptStore, pageStorage } from './kept-store.ts';
import { CATALOGUES } from './messages/index.ts';
import { mintCode, mintId } from './mint.ts';
import type { Rate } from './rating-bell.ts';
import { sharedStyles } from './shared-styles.ts';
import { promptOf, promptOfReason, speech } from './speech.ts';
import './time-left.ts';
import { hasControls, type Settings, sameScreen, settingsOf, type View, viewOf } from './view.ts';

const TICK_MS = 250;
const IDENTIFY_MS = 10_000;
const TARGET_MM = 20;
const RELOAD_RETRY_MS = 500;

const now = (): { wall: number; mono: number } => ({ wall: Date.now(), mono: performance.now() });

@customElement('chime-glass')
export class ChimeGlass extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        position: fixed;
        inset: 0;
        display: block;
        overflow: hidden;
        background: var(--ground);
      }
      .stage {
        position: absolute;
        left: 50%;
        top: 50%;
        width: calc(var(--wide) * var(--u));
        height: calc(var(--high) * var(--u));
        transform: translate(-50%, -50%);
      }
      .shift {
        position: absolute;
        inset: 0;
      }
      .screen {
        position: absolute;
        inset: 0;
      }
      @media (prefers-reduced-motion: no-preference) {
        .screen {
          animation: appear var(--fade);
        }
      }
      @keyframes appear {
        from {
          opacity: 0;
        }
      }
      :host([night]) {
        background: var(--night);
      }
    `,
  ];

  @state() private view: View = { name: 'blank' };
  @state() private settings: Settings = { language: 'zh-Hant', lower: false, listening: false };
  @state() private chosen: readonly string[] = [];
  @state() private identifying = false;
  @query('.shift') private readonly shift!: HTMLElement | null;

  readonly #tone = bellTone();
  readonly #speech = speech();
  readonly #store = keptStore(pageStorage());
  #link: GlassLink | undefined;
  #wanted: Partial<Settings> = {};
  #identifyEnds: ReturnType<typeof setTimeout> | undefined;
  #toldTouchAt = 0;
  #touch = NO_TOUCH;
  #rated = NO_TOUCH;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#link = glassLink(glassUrl(location), this.#store, now, {
      changed: () => this.#look(),
      state: () => {
        this.#wanted = {};
      },
      identify: () => this.#identify(),
      reload: () => this.#reload(),
    });
    setInterval(() => this.#link?.tick(), TICK_MS);
    setInterval(() => this.shift?.style.setProperty('transform', shiftAt(Date.now())), SHIFT_EVERY_MS);
    addEventListener('pointerdown', this.#pressed, { capture: true, passive: true });
    addEventListener('keydown', this.#key);
  }

  /** Reads anew what is known; renders only what changed. */
  #look(): void {
    const link = this.#link;
    if (!link) return;
    const known = link.known();
    const at = performance.now();
    const view = viewOf(known, at);
    if (!sameView(view, this.view)) this.view = view;
    const settings = settingsOf(known, this.#wanted, at);
    if (!sameFields(settings, this.settings)) this.settings = settings;
    if (view.name !== 'reasons') return;
    const chosen = chosenReasons(link.queue(), view.code, view.chosen);
    if (chosen.join() !== this.chosen.join()) this.chosen = chosen;
  }

  #policy() {
    return this.#link?.known().state?.policy ?? null;
  }

  /** Off at night, and where the house wants it quiet. */
  #sounds(): boolean {
    return this.#policy()?.sound === true && this.#link?.known().state?.opening === null;
  }

  #rate = (event: CustomEvent<Rate>): void => {
    const { level, input } = event.detail;
    if (input === 'touch') this.#rated = this.#touch;
    if (this.#sounds()) this.#tone.front(level);
    this.#link?.tap({ type: 'tap', code: mintCode(), level, input, language: this.settings.language });
  };

  #choose = (event: CustomEvent<ReasonChoice>): void => {
    if (this.view.name !== 'reasons') return;
    const { reason, given } = event.detail;
    this.#link?.reason({ type: 'reason', id: mintId(), code: this.view.code, reason, given });
    const named = this.#policy()?.reasons.find((each) => each.id === reason);
    const prompt = given && named ? promptOfReason(named, this.settings.language) : undefined;
    if (this.settings.listening && prompt) this.#speech.say(this.settings.language, prompt);
  };

  #set(change: Partial<Settings>): void {
    this.#wanted = { ...this.#wanted, ...change };
    if (change.language !== undefined) this.#link?.tell({ type: 'language', language: change.language });
    if (change.lower !== undefined) this.#link?.tell({ type: 'lower', lower: change.lower });
    if (change.listening !== undefined) this.#link?.tell({ type: 'listen', listening: change.listening });
  }

  #pressed = (event: PointerEvent): void => {
    this.#touch = { x: event.clientX, y: event.clientY, at: performance.now() };
    if (this.view.name === 'reasons' && isEcho(this.#rated, this.#touch, this.#targetPx())) {
      event.stopPropagation();
    }
    this.#touched();
  };

  /** 20 mm of this glass in CSS pixels; 0 before the policy is known. */
  #targetPx(): number {
    return (TARGET_MM * (this.#policy()?.pixelsPerMm ?? 0)) / devicePixelRatio;
  }

  /** Any touch wakes the glass and puts off the return to idle; a mashed glass need not say so each time. */
  #touched = (): void => {
    const at = performance.now();
    if (at - this.#toldTouchAt < 250) return;
    this.#toldTouchAt = at;
    this.#link?.tell({ type: 'touch' });
  };

  #key = (event: KeyboardEvent): void => {
    if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    this.#touched();
    const level = { '1': LEVELS[0], '2': LEVELS[1], '3': LEVELS[2], '4': LEVELS[3] }[event.key];
    if (level !== undefined) this.#rack()?.strike(level);
  };

  #rack(): GlassRack | undefined {
    const screen = this.renderRoot.querySelector('glass-ask, glass-thanks');
    const rack = screen?.shadowRoot?.querySelector('glass-rack');
    return rack instanceof GlassRack ? rack : undefined;
  }

  /** The word of a face that got the focus, for those who listen. */
  #focused = (event: FocusEvent): void => {
    if (!this.settings.listening) return;
    const bell = event
      .composedPath()
      .find((each) => each instanceof Element && each.localName === 'rating-bell');
    if (bell && 'level' in bell) this.#speech.say(this.settings.language, `level${bell.level}`);
  };

  #identify(): void {
    this.identifying = true;
    clearTimeout(this.#identifyEnds);
    this.#identifyEnds = setTimeout(() => {
      this.identifying = false;
    }, IDENTIFY_MS);
  }

  /** Waits for what no storage would keep over the reload. */
  #reload(): void {
    const unsafe = pageStorage() === undefined && (this.#link?.queue().kept.length ?? 0) > 0;
    if (unsafe) setTimeout(() => this.#reload(), RELOAD_RETRY_MS);
    else location.reload();
  }

  override updated(changed: PropertyValues): void {
    const root = document.documentElement;
    const { language, lower, listening } = this.settings;
    if (root.lang !== language) root.lang = language;
    root.toggleAttribute('data-lower', lower);
    this.toggleAttribute('night', this.view.name === 'night');
    root.style.setProperty('--target', `${this.#targetPx()}px`);
    const before: unknown = changed.get('view');
    const entered = changed.has('view') && !(isView(before) && sameScreen(before, this.view));
    if (entered && this.view.name === 'thanks' && this.#sounds()) this.#tone.side(this.view.level);
    if (!listening) this.#speech.stop();
    else if (entered || changed.has('settings')) this.#speak();
  }

  #speak(): void {
    const prompt = promptOf(this.view);
    if (prompt) this.#speech.say(this.settings.language, prompt);
    else this.#speech.stop();
  }

  #screen(language: Language): TemplateResult | typeof nothing {
    const { view } = this;
    const words = CATALOGUES[language];
    const policy = this.#policy();
    const known = this.#link?.known();
    switch (view.name) {
      case 'blank':
        return nothing;
      case 'ask':
        return html`<glass-ask class="screen" .messages=${words}></glass-ask>`;
      case 'night':
        return html`<glass-night
          class="screen"
          .language=${language}
          .opening=${known?.state?.opening ?? null}
          .hours=${policy?.openingHours}
        ></glass-night>`;
      case 'reasons':
        return html`<glass-reasons
          class="screen"
          ?lower=${this.settings.lower}
          .messages=${words}
          .language=${language}
          .reasons=${policy?.reasons ?? []}
          .chosen=${this.chosen}
        ></glass-reasons>`;
      case 'thanks':
        return html`<glass-thanks class="screen" ?lower=${this.settings.lower} .messages=${words} .view=${view}></glass-thanks>`;
      case 'noted':
        return html`<glass-thanks
          class="screen"
          ?lower=${this.settings.lower}
          .messages=${words}
          .view=${{ level: view.level, code: undefined, receiptUrl: null }}
        ></glass-thanks>`;
      case 'outOfService':
        return html`<glass-resting
          class="screen"
          .language=${language}
          .why=${view.why}
          .desk=${policy?.desk ?? null}
        ></glass-resting>`;
    }
  }

  override render(): TemplateResult {
    const { view, settings } = this;
    const { language } = settings;
    const policy = this.#policy();
    const controls = hasControls(view);
    const time = view.name === 'reasons' || view.name === 'thanks' ? view.time : undefined;
    return html`<main class="stage" @rate=${this.#rate} @choose=${this.#choose} @focusin=${this.#focused}>
      <div
        class="shift"
        @done=${() => this.#link?.tell({ type: 'done' })}
        @speak=${(event: CustomEvent<Language>) => this.#set({ language: event.detail })}
        @listen=${(event: CustomEvent<boolean>) => this.#set({ listening: event.detail })}
        @lower=${(event: CustomEvent<boolean>) => this.#set({ lower: event.detail })}
      >
        <glass-place
          .policy=${policy}
          .language=${language}
          ?night=${view.name === 'night'}
          .noted=${view.name === 'reasons'}
          .notice=${controls}
        ></glass-place>
        ${this.#screen(language)} ${time ? html`<time-left .time=${time}></time-left>` : nothing}
        ${
          controls
            ? html`<glass-controls
              .language=${language}
              .lower=${settings.lower}
              .listening=${settings.listening}
            ></glass-controls>`
            : nothing
        }
      </div>
    </main>
    ${
      this.identifying
        ? html`<glass-identify .messages=${CATALOGUES[language]} .number=${policy?.number ?? 0}></glass-identify>`
        : nothing
    }`;
  }
}

const isView = (value: unknown): value is View =>
  typeof value === 'object' && value !== null && 'name' in value;

const sameFields = (a: Settings, b: Settings): boolean =>
  a.language === b.language && a.lower === b.lower && a.listening === b.listening;

const sameView = (a: View, b: View): boolean => JSON.stringify(a) === JSON.stringify(b);
