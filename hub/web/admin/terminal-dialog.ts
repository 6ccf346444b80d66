// Administration: one terminal's number, label, place and glass; and taking it away for good.
import { html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { TerminalRecord } from '../../../shared/api.ts';
import type { Area } from '../../../shared/area.ts';
import { changeTerminal } from '../data/terminals.ts';
import { ask } from '../parts/ask-dialog.ts';
import { DialogForm } from '../parts/dialog-form.ts';
import { checkField, textField, wholeError } from '../parts/fields.ts';
import { labelField, numberField, placeField } from './terminal-fields.ts';

@customElement('terminal-dialog')
export class TerminalDialog extends DialogForm {
  @property({ attribute: false }) areas: readonly Area[] = [];
  @property({ attribute: false }) terminal!: TerminalRecord;
  @state() private number = '';
  @state() private label = '';
  @state() private area = '';
  @state() private inService = true;
  @state() private sound = true;
  @state() private pixelsPerMm = '';
  protected readonly paths = ['/number', '/label', '/area', '/pixelsPerMm'];

  override connectedCallback(): void {
    super.connectedCallback();
    const { number, label, area, inService, sound, pixelsPerMm } = this.terminal;
    this.number = String(number);
    this.label = label;
    this.area = String(area);
    this.inService = inService;
    this.sound = sound;
    this.pixelsPerMm = String(pixelsPerMm);
  }

  async #save(): Promise<void> {
    const body = {
      number: Number(this.number),
      label: this.label.trim(),
      area: Number(this.area),
      inService: this.inService,
      sound: this.sound,
      pixelsPerMm: Number(this.pixelsPerMm),
    };
    if ((await this.send(body, changeTerminal(this.api, this.terminal.id, body))) !== undefined) this.saved();
  }

  async #retire(): Promise<void> {
    const { words } = this;
    const yes = await ask({
      title: words.t('terminals.retireTitle', { number: this.terminal.number }),
      body: words.t('terminals.retireBody'),
      yes: words.t('action.retire'),
      no: words.t('action.cancel'),
      danger: true,
    });
    if (!yes) return;
    const body = { retired: true } as const;
    if ((await this.send(body, changeTerminal(this.api, this.terminal.id, body))) !== undefined) this.saved();
  }

  override render() {
    const { words } = this;
    const errors = this.errors();
    return html`<form-dialog .words=${words} .heading=${words.t('terminals.named', { number: this.terminal.number })} .save=${words.t('action.save')}
      .busy=${this.busy} .changed=${this.changed} @save=${this.#save} @closed=${this.closed}>
      <div class="fields">${wholeError(errors)}
        <div class="two">
          ${numberField(
            this.bound(this.number, (value) => {
              this.number = value;
            }),
          )}
          ${labelField(
            this.bound(this.label, (value) => {
              this.label = value;
            }),
          )}
        </div>
        ${placeField(
          this.bound(this.area, (value) => {
            this.area = value;
          }),
          this.areas,
        )}
        ${textField({
          path: '/pixelsPerMm',
          label: words.t('terminals.pixels'),
          type: 'number',
          min: '1',
          max: '30',
          step: '0.1',
          value: this.pixelsPerMm,
          errors,
          hint: words.t('terminals.pixelsHint'),
          input: (value) => {
            this.pixelsPerMm = value;
            this.touch();
          },
        })}
        <div>
          ${checkField(
            words.t('terminals.inService'),
            this.inService,
            (on) => {
              this.inService = on;
              this.touch();
            },
            '/inService',
          )}
          ${checkField(
            words.t('terminals.sound'),
            this.sound,
            (on) => {
              this.sound = on;
              this.touch();
            },
            '/sound',
          )}
        </div>
      </div>
      <button slot="start" class="button danger" type="button" data-action="retire" @click=${this.#retire}>${words.t('terminals.retire')}</button>
    </form-dialog>`;
  }
}
