// Administration: one user's name, roles, areas and language, new or changed.
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { User } from '../../../shared/api.ts';
import type { Area, AreaId } from '../../../shared/area.ts';
import { LANGUAGE_NAMES, STAFF_LANGUAGES, type StaffLanguage } from '../../../shared/language.ts';
import { ROLES, type Role } from '../../../shared/role.ts';
import { treeOf } from '../data/areas.ts';
import { addUser, changeUser } from '../data/users.ts';
import { DialogForm } from '../parts/dialog-form.ts';
import { checkField, type FieldErrors, selectField, textField, wholeError } from '../parts/fields.ts';

@customElement('user-dialog')
export class UserDialog extends DialogForm {
  static override styles = [
    ...DialogForm.styles,
    css`
      .roles { display: grid; grid-template-columns: repeat(auto-fill, minmax(180px, 1fr)); }
      .tree { max-height: 210px; overflow-y: auto; border: 1px solid var(--line); padding: 6px 12px; }
      .d0 { padding-left: 0; } .d1 { padding-left: 0; } .d2 { padding-left: 26px; } .d3 { padding-left: 52px; } .d4 { padding-left: 78px; }
    `,
  ];
  @property({ attribute: false }) areas: readonly Area[] = [];
  @property({ attribute: false }) user: User | undefined;
  @state() private login = '';
  @state() private name = '';
  @state() private roles: readonly Role[] = [];
  @state() private chosen: readonly AreaId[] = [];
  @state() private language: StaffLanguage = 'zh-Hans';
  protected readonly paths = ['/login', '/name', '/roles', '/areas', '/language'];

  override connectedCallback(): void {
    super.connectedCallback();
    const { user } = this;
    this.login = user?.login ?? '';
    this.name = user?.name ?? '';
    this.roles = user?.roles ?? [];
    this.chosen = user?.areas ?? this.areas.filter(({ parent }) => parent === null).map(({ id }) => id);
    this.language = user?.language ?? this.words.language;
  }

  async #save(): Promise<void> {
    const { user, language } = this;
    const body = { name: this.name.trim(), roles: [...this.roles], areas: [...this.chosen], language };
    if (user) {
      if ((await this.send(body, changeUser(this.api, user.id, body))) !== undefined) this.saved();
      return;
    }
    const fresh = { login: this.login.trim().toLowerCase(), ...body };
    if ((await this.send(fresh, addUser(this.api, fresh))) !== undefined) this.saved();
  }

  #toggle<T>(list: readonly T[], item: T, on: boolean): readonly T[] {
    this.touch();
    return on ? [...list, item] : list.filter((each) => each !== item);
  }

  #error(errors: FieldErrors, path: string) {
    const error = errors.at(path);
    return error ? html`<span class="error" role="alert">${error}</span>` : nothing;
  }

  override render() {
    const { words, user } = this;
    const errors = this.errors();
    return html`<form-dialog .words=${words} .heading=${user ? words.t('page.editNamed', { name: user.name }) : words.t('users.add')} .save=${words.t('action.save')}
      .busy=${this.busy} .changed=${this.changed} @save=${this.#save} @closed=${this.closed}>
      <div class="fields">${wholeError(errors)}
        <div class="two">
          ${
            user
              ? nothing
              : textField({
                  path: '/login',
                  label: words.t('signIn.login'),
                  value: this.login,
                  errors,
                  hint: words.t('users.loginHint'),
                  input: (value) => {
                    this.login = value;
                    this.touch();
                  },
                })
          }
          ${textField({
            path: '/name',
            label: words.t('users.name'),
            value: this.name,
            errors,
            hint: words.t('users.nameHint'),
            input: (value) => {
              this.name = value;
              this.touch();
            },
          })}
          ${selectField({
            path: '/language',
            label: words.t('rail.language'),
            value: this.language,
            errors,
            choices: STAFF_LANGUAGES.map((language) => ({ value: language, text: LANGUAGE_NAMES[language] })),
            choose: (language) => {
              this.language = language;
              this.touch();
            },
          })}
        </div>
        <fieldset><legend>${words.t('users.roles')}</legend><div class="roles">${ROLES.map((role) =>
          checkField(
            words.t(`role.${role}`),
            this.roles.includes(role),
            (on) => {
              this.roles = this.#toggle(this.roles, role, on);
            },
            `/roles/${role}`,
          ),
        )}</div>${this.#error(errors, '/roles')}</fieldset>
        <fieldset><legend>${words.t('users.areas')}</legend><div class="tree">${treeOf(this.areas)
          .filter(({ area }) => !area.retired)
          .map(
            ({ area, depth }) =>
              html`<div class=${`d${Math.min(4, depth)}`}>${checkField(
                words.text(area.name),
                this.chosen.includes(area.id),
                (on) => {
                  this.chosen = this.#toggle(this.chosen, area.id, on);
                },
                `/areas/${area.id}`,
              )}</div>`,
          )}</div><span class="hint">${words.t('users.areasHint')}</span>${this.#error(errors, '/areas')}</fieldset>
      </div>
    </form-dialog>`;
  }
}
