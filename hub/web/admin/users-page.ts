// Administration: who may sign in, with which roles, for which areas; sign-in links shown once.
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Me, User } from '../../../shared/api.ts';
import type { Area } from '../../../shared/area.ts';
import { LANGUAGE_NAMES } from '../../../shared/language.ts';
import { readAreas } from '../data/areas.ts';
import { changeUser, makeLink, readUsers, type SignInLink } from '../data/users.ts';
import { AdminPage } from '../parts/admin-page.ts';
import { ask } from '../parts/ask-dialog.ts';
import { placeName } from '../parts/places.ts';
import './user-dialog.ts';

@customElement('users-page')
export class UsersPage extends AdminPage {
  static override styles = [
    ...AdminPage.styles,
    css`
      .row-actions { display: flex; flex-wrap: wrap; gap: 6px; justify-content: flex-end; }
      tr.off .name { color: var(--ink-3); text-decoration: line-through; }
      .link { width: 100%; font-size: 15px; margin: 14px 0 8px; }
    `,
  ];
  @property({ attribute: false }) me!: Me;
  @property() timeZone = 'UTC';
  @state() private users: readonly User[] = [];
  @state() private areas: readonly Area[] = [];
  @state() private editing: { readonly user: User | undefined } | undefined;
  @state() private link: { readonly user: User; readonly made: SignInLink } | undefined;
  @state() private copied = false;

  protected async load(): Promise<void> {
    const [users, areas] = await Promise.all([readUsers(this.api), readAreas(this.api)]);
    const readAll = this.took(users);
    if (!readAll) return;
    this.users = readAll;
    const tree = this.took(areas);
    if (!tree) return;
    this.areas = tree;
    this.loaded = true;
  }

  async #reload(): Promise<void> {
    const users = await readUsers(this.api);
    if (users.ok) this.users = users.value;
  }

  async #saved(): Promise<void> {
    if (this.editing?.user?.id === this.me.id)
      this.dispatchEvent(new CustomEvent('me-changed', { bubbles: true, composed: true }));
    this.editing = undefined;
    this.done = this.words.t('done.saved');
    this.refused = undefined;
    await this.#reload();
  }

  async #switch(user: User): Promise<void> {
    const { words } = this;
    const yes =
      !user.active ||
      (await ask({
        title: words.t('users.offTitle', { name: user.name }),
        body: words.t('users.offBody'),
        yes: words.t('users.off'),
        no: words.t('action.cancel'),
        danger: true,
      }));
    if (
      yes &&
      (await this.act(changeUser(this.api, user.id, { active: !user.active }), words.t('done.saved')))
    )
      await this.#reload();
  }

  async #makeLink(user: User): Promise<void> {
    this.done = '';
    const made = this.took(await makeLink(this.api, user.id));
    this.copied = false;
    if (made) this.link = { user, made };
  }

  async #copy(url: string): Promise<void> {
    // Without a secure context there is no clipboard: the address is selected, to be copied by hand.
    const input = this.renderRoot.querySelector<HTMLInputElement>('.link');
    input?.focus();
    input?.select();
    try {
      await navigator.clipboard.writeText(url);
      this.copied = true;
    } catch {
      this.copied = document.execCommand('copy');
    }
  }

  override render() {
    const { words } = this;
    return html`${this.head(
      words.t('rail.users'),
      words.t('users.about'),
      html`<button class="button main" type="button" data-action="add" ?disabled=${!this.loaded} @click=${() => {
        this.editing = { user: undefined };
      }}>${words.t('users.add')}</button>`,
    )}
      ${
        this.loaded
          ? html`<div class="scroll"><table><thead><tr><th scope="col">${words.t('users.name')}</th><th scope="col">${words.t('users.roles')}</th><th scope="col">${words.t('users.areas')}</th><th scope="col">${words.t('users.seen')}</th><th scope="col"><span class="visually-hidden">${words.t('page.actions')}</span></th></tr></thead>
          <tbody>${this.users.map((user) => this.#row(user))}</tbody></table></div>`
          : nothing
      }
      ${
        this.editing
          ? html`<user-dialog .words=${words} .api=${this.api} .areas=${this.areas} .user=${this.editing.user} @saved=${this.#saved} @closed=${() => {
              this.editing = undefined;
            }}></user-dialog>`
          : nothing
      }
      ${this.link ? this.#link(this.link) : nothing}`;
  }

  #row(user: User) {
    const { words, busy } = this;
    return html`<tr data-user=${user.login} class=${user.active ? '' : 'off'}>
      <td><span class="name">${user.name}</span><div class="small quiet">${user.login}${words.t('list.separator')}${LANGUAGE_NAMES[user.language]}</div></td>
      <td>${user.roles.map((role) => words.t(`role.${role}`)).join(words.t('list.separator'))}</td>
      <td class="quiet">${user.areas.map((area) => placeName(words, this.areas, area)).join(words.t('list.separator'))}</td>
      <td class="quiet small">${user.active ? (user.lastSeenAt === null ? words.t('users.never') : words.stamp(user.lastSeenAt, this.timeZone)) : words.t('users.isOff')}${user.hasPassword ? nothing : html`<div>${words.t('users.noPassword')}</div>`}</td>
      <td><div class="row-actions">
        ${user.active ? html`<button class="button little" type="button" data-action="link" @click=${() => this.#makeLink(user)}>${words.t('users.link')}</button>` : nothing}
        <button class="button little" type="button" data-action="edit" aria-label=${words.t('page.editNamed', { name: user.name })} @click=${() => {
          this.editing = { user };
        }}>${words.t('action.edit')}</button>
        ${user.id === this.me.id ? nothing : html`<button class="button little" type="button" data-action="switch" ?disabled=${busy} @click=${() => this.#switch(user)}>${words.t(user.active ? 'users.off' : 'users.on')}</button>`}
      </div></td>
    </tr>`;
  }

  #link({ user, made }: { readonly user: User; readonly made: SignInLink }) {
    const { words } = this;
    return html`<form-dialog .words=${words} .heading=${words.t('users.linkTitle', { name: user.name })} @closed=${() => {
      this.link = undefined;
    }}>
      <p>${words.t('users.linkBody', { until: words.stamp(made.expiresAt, this.timeZone) })}</p>
      <input class="link" readonly aria-label=${words.t('users.link')} .value=${made.url} />
      <div class="actions"><button class="button main" type="button" data-action="copy" @click=${() => this.#copy(made.url)}>${words.t('users.copy')}</button><span role="status">${this.copied ? words.t('users.copied') : nothing}</span></div>
    </form-dialog>`;
  }
}
