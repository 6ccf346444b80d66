// Before what cannot be undone, and before unsaved words are lost: one question, answered by a promise.
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { buttons, shared } from '../styles/shared.ts';
import { dialogStyles } from './dialog-styles.ts';

export interface Question {
  readonly title: string;
  readonly body: string;
  readonly yes: string;
  readonly no: string;
  /** The yes cannot be taken back. */
  readonly danger?: boolean;
}

@customElement('ask-dialog')
export class AskDialog extends LitElement {
  static override styles = [
    shared,
    buttons,
    dialogStyles,
    css`dialog { width: min(480px, calc(100vw - 40px)); }`,
  ];
  @property({ attribute: false }) question: Question = { title: '', body: '', yes: '', no: '' };

  #answered: (yes: boolean) => void = () => undefined;

  #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  async ask(): Promise<boolean> {
    await this.updateComplete;
    this.#dialog()?.showModal();
    return new Promise((resolve) => {
      this.#answered = resolve;
    });
  }

  #close(yes: boolean): void {
    this.#dialog()?.close();
    this.#answered(yes);
  }

  override render() {
    const { title, body, yes, no, danger } = this.question;
    return html`<dialog aria-labelledby="title" aria-describedby="body" @cancel=${() => this.#close(false)}>
      <h2 id="title">${title}</h2>
      <p id="body">${body}</p>
      <div class="foot">
        <button class="button" type="button" @click=${() => this.#close(false)}>${no}</button>
        <button class=${danger ? 'button danger' : 'button main'} type="button" data-action="yes" @click=${() => this.#close(true)}>${yes}</button>
      </div>
    </dialog>`;
  }
}

/** Asks above everything else; false when it was dismissed. */
export async function ask(question: Question): Promise<boolean> {
  const dialog = new AskDialog();
  dialog.question = question;
  document.body.append(dialog);
  const yes = await dialog.ask();
  dialog.remove();
  return yes;
}
