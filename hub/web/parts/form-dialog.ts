// A form above a page: save and cancel, Enter saves, and nothing written is lost without a question.
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { buttons, shared } from '../styles/shared.ts';
import type { Words } from '../words.ts';
import { ask } from './ask-dialog.ts';
import { dialogStyles } from './dialog-styles.ts';

/** Events: `save` (button or Enter) and `closed` (cancelled, and a change was given up knowingly). */
@customElement('form-dialog')
export class FormDialog extends LitElement {
  static override styles = [shared, buttons, dialogStyles];
  @property({ attribute: false }) words!: Words;
  @property() heading = '';
  /** The save button's word; '' for a dialog that only shows. */
  @property() save = '';
  @property({ type: Boolean }) busy = false;
  @property({ type: Boolean }) changed = false;

  override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  override updated(changed: Map<string, unknown>): void {
    if (changed.has('changed')) this.#unsaved(this.changed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsaved(false);
  }

  #unsaved(unsaved: boolean): void {
    const target = this.isConnected ? this : document.querySelector('chime-app');
    target?.dispatchEvent(new CustomEvent('unsaved', { detail: unsaved, bubbles: true, composed: true }));
  }

  async #close(event?: Event): Promise<void> {
    event?.preventDefault();
    const { words } = this;
    if (
      this.changed &&
      !(await ask({
        title: words.t('unsaved.title'),
        body: words.t('unsaved.body'),
        yes: words.t('unsaved.leave'),
        no: words.t('unsaved.stay'),
        danger: true,
      }))
    )
      return;
    this.dispatchEvent(new CustomEvent('closed'));
  }

  #save(): void {
    if (!this.busy) this.dispatchEvent(new CustomEvent('save'));
  }

  #key(event: KeyboardEvent): void {
    const [target] = event.composedPath();
    if (event.key !== 'Enter' || event.isComposing || !this.save) return;
    if (target instanceof HTMLInputElement && target.type !== 'checkbox') this.#save();
  }

  override render() {
    const { words } = this;
    return html`<dialog aria-labelledby="heading" @cancel=${this.#close} @keydown=${this.#key}>
      <h2 id="heading">${this.heading}</h2>
      <slot></slot>
      <div class="foot">
        <div class="start"><slot name="start"></slot></div>
        <button class="button" type="button" data-action="cancel" @click=${() => this.#close()}>${words.t(this.save ? 'action.cancel' : 'action.close')}</button>
        ${this.save ? html`<button class="button main" type="button" data-action="save" ?disabled=${this.busy} @click=${this.#save}>${this.save}</button>` : nothing}
      </div>
    </dialog>`;
  }
}
