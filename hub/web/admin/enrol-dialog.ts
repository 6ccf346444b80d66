// Administration: a one-time code for a new terminal, shown once, large, with the time that it has left.
import { css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Area } from '../../../shared/area.ts';
import { treeOf } from '../data/areas.ts';
import { type EnrolmentCode, groupCode, makeCode } from '../data/terminals.ts';
import { DialogForm } from '../parts/dialog-form.ts';
import { wholeError } from '../parts/fields.ts';
import { placeName } from '../parts/places.ts';
import { labelField, numberField, placeField } from './terminal-fields.ts';

const TICK_MS = 500;

@customElement('enrol-dialog')
export class EnrolDialog extends DialogForm {
  static override styles = [
    ...DialogForm.styles,
    css`
      .code { font: 500 clamp(44px, 6vw, 64px) / 1.2 var(--sans); letter-spacing: 0.08em; text-align: center; padding: 18px 0 8px; user-select: all; }
      .left { text-align: center; font-size: 17px; }
      ol { list-style: decimal; padding-inline-start: 24px; margin-top: 18px; display: grid; gap: 4px; }
    `,
  ];
  @property({ attribute: false }) areas: readonly Area[] = [];
  @state() private area = '';
  @state() private number = '';
  @state() private label = '';
  @state() private made: EnrolmentCode | undefined;
  @state() private now = Date.now();
  #ticking: ReturnType<typeof setInterval> | undefined;
  protected readonly paths = ['/area', '/number', '/label'];

  override connectedCallback(): void {
    super.connectedCallback();
    this.area = String(
      treeOf(this.areas).find(({ area }) => !area.retired && area.kind !== 'site')?.area.id ?? 1,
    );
    this.#ticking = setInterval(() => {
      this.now = Date.now();
    }, TICK_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#ticking);
  }

  async #make(): Promise<void> {
    const body = {
      area: Number(this.area),
      ...(this.number ? { number: Number(this.number) } : {}),
      ...(this.label.trim() ? { label: this.label.trim() } : {}),
    };
    this.made = await this.send(body, makeCode(this.api, body));
    this.now = Date.now();
    if (this.made) this.saved();
  }

  override render() {
    const { words, made } = this;
    return html`<form-dialog .words=${words} .heading=${words.t('terminals.enrol')} .save=${made ? '' : words.t('terminals.makeCode')}
      .busy=${this.busy} .changed=${this.changed} @save=${this.#make} @closed=${this.closed}>${made ? this.#code(made) : this.#form()}</form-dialog>`;
  }

  #form() {
    const { words } = this;
    const errors = this.errors();
    return html`<div class="fields">${wholeError(errors)}
      ${placeField(
        this.bound(this.area, (value) => {
          this.area = value;
        }),
        this.areas,
      )}
      <div class="two">
        ${numberField(
          this.bound(this.number, (value) => {
            this.number = value;
          }),
          words.t('terminals.numberHint'),
        )}
        ${labelField(
          this.bound(this.label, (value) => {
            this.label = value;
          }),
        )}
      </div></div>`;
  }

  #code(made: EnrolmentCode) {
    const { words } = this;
    const left = made.expiresAt - this.now;
    const seconds = Math.max(0, Math.ceil(left / 1000));
    const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    return html`<p class="quiet">${placeName(words, this.areas, made.area)}</p>
      <p class="code" data-code>${left > 0 ? groupCode(made.code) : words.t('terminals.codeGone')}</p>
      <p class="left quiet" role="timer">${left > 0 ? words.t('terminals.codeLeft', { clock }) : words.t('terminals.codeAgain')}</p>
      <ol><li>${words.t('terminals.step1')}</li><li>${words.t('terminals.step2')}</li><li>${words.t('terminals.step3')}</li></ol>`;
  }
}
