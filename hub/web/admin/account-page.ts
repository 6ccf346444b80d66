// My account: what I am, my language, my password.
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Me } from '../../../shared/api.ts';
import { LANGUAGE_NAMES, STAFF_LANGUAGES } from '../../../shared/language.ts';
import { changeMe } from '../data/session.ts';
import { AdminPage } from '../parts/admin-page.ts';
import { fieldErrors, NO_ERRORS, selectField, textField } from '../parts/fields.ts';

const LEAST_PASSWORD = 10;

@customElement('account-page')
export class AccountPage extends AdminPage {
  static override styles = [
    ...AdminPage.styles,
    css`.fields { max-width: 460px; } dl { display: grid; grid-template-columns: auto 1fr; gap: 4px 22px; margin-bottom: 22px; } dt { color: var(--ink-2); }`,
  ];
  @property({ attribute: false }) me!: Me;
  @state() private current = '';
  protected override readonly paths = ['/currentPassword', '/password'];
  @state() private fresh = '';
  @state() private again = '';

  protected async load(): Promise<void> {
    this.loaded = true;
  }

  #type(): void {
    this.done = '';
    this.unsaved(this.current !== '' || this.fresh !== '' || this.again !== '');
  }

  #body() {
    return { password: this.fresh, ...(this.me.hasPassword ? { currentPassword: this.current } : {}) };
  }

  async #setPassword(): Promise<void> {
    if (!(await this.act(changeMe(this.api, this.#body()), this.words.t('account.saved')))) return;
    this.current = '';
    this.fresh = '';
    this.again = '';
    this.unsaved(false);
    this.dispatchEvent(new CustomEvent('me-changed', { bubbles: true, composed: true }));
  }

  async #setLanguage(language: Me['language']): Promise<void> {
    if (await this.act(changeMe(this.api, { language }), this.words.t('done.saved')))
      this.dispatchEvent(
        new CustomEvent('language-changed', { detail: language, bubbles: true, composed: true }),
      );
  }

  override render() {
    const { words, me } = this;
    const refused = fieldErrors(words, this.refused, this.paths, this.#body());
    const errors = {
      ...refused,
      at: (path: string) =>
        refused.at(path) && this.refused?.reason === 'wrongCredentials'
          ? words.t('account.wrong')
          : refused.at(path),
    };
    const short = this.fresh !== '' && [...this.fresh].length < LEAST_PASSWORD;
    const differs = this.again !== '' && this.again !== this.fresh;
    const sentence = (path: string, text: string | undefined) => ({
      at: (asked: string) => (asked === path ? text : undefined),
      whole: undefined,
    });
    return html`${this.head(words.t('rail.account'), words.t('account.about'))}
      <dl><dt>${words.t('users.name')}</dt><dd>${me.name}</dd><dt>${words.t('signIn.login')}</dt><dd>${me.login}</dd>
        <dt>${words.t('users.roles')}</dt><dd>${me.roles.map((role) => words.t(`role.${role}`)).join(words.t('list.separator'))}</dd></dl>
      <div class="fields">
        ${selectField({ path: '/language', label: words.t('rail.language'), value: me.language, errors: NO_ERRORS, choices: STAFF_LANGUAGES.map((language) => ({ value: language, text: LANGUAGE_NAMES[language] })), choose: (language) => void this.#setLanguage(language) })}
      </div>
      <section class="block"><div class="block-head"><h2>${words.t(me.hasPassword ? 'account.change' : 'account.set')}</h2><span class="quiet">${words.t('account.others')}</span></div>
        <div class="fields">
          ${
            me.hasPassword
              ? textField({
                  path: '/currentPassword',
                  label: words.t('account.current'),
                  type: 'password',
                  autocomplete: 'current-password',
                  value: this.current,
                  errors,
                  input: (value) => {
                    this.current = value;
                    this.#type();
                  },
                })
              : nothing
          }
          ${textField({
            path: '/password',
            label: words.t('account.fresh'),
            type: 'password',
            autocomplete: 'new-password',
            value: this.fresh,
            errors: short
              ? sentence('/password', words.t('account.tooShort', { n: LEAST_PASSWORD }))
              : errors,
            hint: words.t('account.hint', { n: LEAST_PASSWORD }),
            input: (value) => {
              this.fresh = value;
              this.#type();
            },
          })}
          ${textField({
            path: '/again',
            label: words.t('account.again'),
            type: 'password',
            autocomplete: 'new-password',
            value: this.again,
            errors: differs ? sentence('/again', words.t('account.differs')) : NO_ERRORS,
            input: (value) => {
              this.again = value;
              this.#type();
            },
          })}
          <div class="actions"><button class="button main" type="button" data-action="save" ?disabled=${this.busy || !this.fresh || short || this.again !== this.fresh || (me.hasPassword && !this.current)} @click=${this.#setPassword}>${words.t('action.save')}</button></div>
        </div></section>`;
  }
}
