// What all administration pages share: their api, the last refusal, the word after success, unsaved changes.
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Result } from '../../../shared/result.ts';
import type { Api, Refused } from '../data/http.ts';
import { loadVisitorFonts } from '../fonts.ts';
import { buttons, fields, pageFrame, shared, tables } from '../styles/shared.ts';
import type { Words } from '../words.ts';
import { fieldErrors } from './fields.ts';
import './form-dialog.ts';

export abstract class AdminPage extends LitElement {
  static override styles = [shared, buttons, fields, tables, pageFrame];
  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) api!: Api;
  /** Of the page's own actions; a dialog's form keeps its refusals at its fields. */
  @state() protected refused: Refused | undefined;
  @state() protected done = '';
  @state() protected busy = false;
  @state() protected loaded = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void loadVisitorFonts();
    void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unsaved(false);
  }

  /** JSON pointers of the page's own fields; a refusal of one of them stands there and not at the head. */
  protected readonly paths: readonly string[] = [];

  protected abstract load(): Promise<void>;

  protected unsaved(unsaved: boolean): void {
    this.dispatchEvent(new CustomEvent('unsaved', { detail: unsaved, bubbles: true, composed: true }));
  }

  /** Takes what was read; keeps the refusal for the page's head. */
  protected took<T>(result: Result<T, Refused>): T | undefined {
    this.refused = result.ok ? undefined : result.error;
    return result.ok ? result.value : undefined;
  }

  /** One action of the page: refused at its head, or done with a word; true when it was done. */
  protected async act(work: Promise<Result<unknown, Refused>>, done: string): Promise<boolean> {
    this.busy = true;
    this.done = '';
    const result = await work;
    this.busy = false;
    this.refused = result.ok ? undefined : result.error;
    if (result.ok) this.done = done;
    return result.ok;
  }

  protected head(
    title: string,
    about: string,
    actions: TemplateResult | typeof nothing = nothing,
  ): TemplateResult {
    const { words } = this;
    const { whole } = fieldErrors(words, this.refused, this.paths);
    return html`<div class="head"><h1>${title}</h1><p class="quiet">${about}</p><div class="actions">${actions}</div></div>
      <div role="status">${this.done ? html`<p class="notice" data-done>${this.done}</p>` : nothing}</div>
      ${
        whole !== undefined
          ? html`<p class="notice wrong" role="alert">${whole}
        ${this.loaded ? nothing : html` <button class="button little" type="button" @click=${() => this.load()}>${words.t('action.again')}</button>`}</p>`
          : nothing
      }
      ${!this.loaded && !this.refused ? html`<p class="quiet">${words.t('page.reading')}</p>` : nothing}`;
  }
}
