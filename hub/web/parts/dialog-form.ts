// What all forms in dialogs share: busy, changed, the refusal at its field.
import { LitElement } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Result } from '../../../shared/result.ts';
import type { Api, Refused } from '../data/http.ts';
import { buttons, fields, shared } from '../styles/shared.ts';
import type { Words } from '../words.ts';
import { type FieldErrors, fieldErrors } from './fields.ts';
import './form-dialog.ts';

export interface BoundField {
  readonly words: Words;
  readonly value: string;
  readonly errors: FieldErrors;
  readonly set: (value: string) => void;
}

/** Events: `saved` and `closed`; both ask the page to take the dialog away. */
export abstract class DialogForm extends LitElement {
  static override styles = [shared, buttons, fields];
  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) api!: Api;
  @state() protected busy = false;
  @state() protected changed = false;
  @state() private refused: Refused | undefined;
  #sent: unknown;

  /** The JSON pointers of the fields that the form shows. */
  protected abstract readonly paths: readonly string[];

  protected errors(): FieldErrors {
    return fieldErrors(this.words, this.refused, this.paths, this.#sent);
  }

  /** Notes a change of the draft. */
  protected touch(): void {
    this.changed = true;
    this.requestUpdate();
  }

  /** A field's value with the way back into the draft. */
  protected bound(value: string, put: (value: string) => void): BoundField {
    const set = (next: string): void => {
      put(next);
      this.touch();
    };
    return { words: this.words, value, errors: this.errors(), set };
  }

  /** Sends; on refusal the form stays with the refusal at its field and focus on it. */
  protected async send<T>(body: unknown, work: Promise<Result<T, Refused>>): Promise<T | undefined> {
    this.busy = true;
    this.#sent = body;
    const result = await work;
    this.busy = false;
    this.refused = result.ok ? undefined : result.error;
    if (result.ok) {
      this.changed = false;
      return result.value;
    }
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    return undefined;
  }

  protected saved(): void {
    this.dispatchEvent(new CustomEvent('saved'));
  }

  protected closed(): void {
    this.dispatchEvent(new CustomEvent('closed'));
  }
}
