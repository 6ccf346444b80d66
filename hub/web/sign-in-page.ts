// The door: a one-time link from the fragment, or login name and password.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Me } from '../../shared/api.ts';
import type { Result } from '../../shared/result.ts';
import type { Api, Refused } from './data/http.ts';
import { redeem, signIn } from './data/session.ts';
import { seal } from './parts/drawings.ts';
import { NO_ERRORS, refusalText, textField } from './parts/fields.ts';
import { buttons, fields, shared } from './styles/shared.ts';
import type { Words } from './words.ts';

@customElement('sign-in-page')
export class SignInPage extends LitElement {
  static override styles = [
    shared,
    buttons,
    fields,
    css`
      :host { min-height: 100vh; display: grid; place-items: center; padding: 40px 20px; }
      main { width: min(420px, 100%); }
      .brand { display: flex; align-items: center; gap: 18px; margin-bottom: 8px; }
      .brand h1 { font-size: 34px; }
      .rule { border-top: 2px solid var(--ink); margin: 18px 0 22px; }
      form { display: grid; gap: 16px; }
      .notice { margin-bottom: 18px; }
      .button { min-height: 46px; }
      .hint { margin-top: 18px; }
    `,
  ];
  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) api!: Api;
  /** Taken from the fragment by the shell, which removed it; '' when there was none. */
  @property() token = '';
  /** The session ended while a page was open; it waits behind. */
  @property({ type: Boolean }) expired = false;
  @state() private login = '';
  @state() private password = '';
  @state() private busy = false;
  @state() private refused: Refused | undefined;
  @state() private linkRefused = false;

  override firstUpdated(): void {
    if (this.token) void this.#redeem(this.token);
  }

  async #redeem(token: string): Promise<void> {
    this.busy = true;
    this.#took(await redeem(this.api, token), true);
  }

  async #signIn(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    this.#took(await signIn(this.api, this.login.trim().toLowerCase(), this.password), false);
  }

  #took(result: Result<Me, Refused>, byLink: boolean): void {
    this.busy = false;
    this.password = '';
    this.refused = result.ok ? undefined : result.error;
    this.linkRefused = byLink && !result.ok;
    if (result.ok)
      this.dispatchEvent(
        new CustomEvent<Me>('signed-in', { detail: result.value, bubbles: true, composed: true }),
      );
  }

  #sentence(refused: Refused): string {
    const { words } = this;
    if (refused.reason === 'tooMany' || refused.reason === 'offline' || refused.reason === 'unavailable')
      return refusalText(words, refused);
    if (this.linkRefused) return words.t('signIn.linkRefused');
    if (refused.reason === 'invalid' || refused.reason === 'wrongCredentials')
      return words.t('error.wrongCredentials');
    return refusalText(words, refused);
  }

  override render() {
    const { words } = this;
    return html`<main>
      <div class="brand">${seal(56)}<div><h1>Chime</h1><p class="quiet">${words.t('signIn.about')}</p></div></div>
      <div class="rule"></div>
      ${this.expired && !this.refused ? html`<p class="notice">${words.t('signIn.expired')}</p>` : nothing}
      ${this.refused ? html`<p class="notice wrong" role="alert">${this.#sentence(this.refused)}</p>` : nothing}
      ${this.busy && this.token && !this.refused ? html`<p role="status">${words.t('signIn.redeeming')}</p>` : nothing}
      <form @submit=${this.#signIn}>
        ${textField({
          path: '/login',
          label: words.t('signIn.login'),
          value: this.login,
          errors: NO_ERRORS,
          autocomplete: 'username',
          input: (value) => {
            this.login = value;
          },
        })}
        ${textField({
          path: '/password',
          label: words.t('signIn.password'),
          type: 'password',
          value: this.password,
          errors: NO_ERRORS,
          autocomplete: 'current-password',
          input: (value) => {
            this.password = value;
          },
        })}
        <button class="button main" type="submit" ?disabled=${this.busy || !this.login || !this.password}>${words.t('signIn.enter')}</button>
      </form>
      <p class="hint">${words.t('signIn.noPassword')}</p>
      <slot></slot>
    </main>`;
  }
}
