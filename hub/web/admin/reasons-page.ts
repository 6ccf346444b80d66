// Administration: the chips behind "dissatisfied"; order, names, icon, where each goes, retire, add.
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { MAX_REASONS_ON_GLASS, type Reason } from '../../../shared/reason.ts';
import { freshReasonId, readReasons, renumbered, writeReasons } from '../data/reasons.ts';
import { AdminPage } from '../parts/admin-page.ts';
import { reasonIcon } from '../parts/drawings.ts';
import { draftOf, textOf } from '../parts/fields.ts';
import './reason-dialog.ts';

@customElement('reasons-page')
export class ReasonsPage extends AdminPage {
  static override styles = [
    ...AdminPage.styles,
    css`
      td { vertical-align: middle; padding-block: 5px; }
      td svg { color: var(--mid-text); }
      .row-actions { display: flex; gap: 6px; justify-content: flex-end; }
      .arrows .button { min-width: 34px; padding: 2px 0; }
      tr.retired .name { text-decoration: line-through; color: var(--ink-3); }
      .icon { width: 58px; }
    `,
  ];
  @state() private reasons: readonly Reason[] = [];
  @state() private editing: Reason | undefined;

  protected async load(): Promise<void> {
    const reasons = this.took(await readReasons(this.api));
    if (!reasons) return;
    this.reasons = reasons.toSorted((a, b) => a.order - b.order);
    this.loaded = true;
  }

  async #write(reasons: readonly Reason[]): Promise<void> {
    if (!(await this.act(writeReasons(this.api, renumbered(reasons)), this.words.t('reasonsAdmin.saved'))))
      return;
    const read = await readReasons(this.api);
    if (read.ok) this.reasons = read.value.toSorted((a, b) => a.order - b.order);
  }

  async #move(index: number, by: -1 | 1): Promise<void> {
    const moving = this.reasons[index];
    const other = this.reasons[index + by];
    if (!moving || !other) return;
    await this.#write(this.reasons.with(index, other).with(index + by, moving));
    await this.updateComplete;
    this.renderRoot
      .querySelector<HTMLElement>(
        `[data-reason="${moving.id}"] [data-action="${by < 0 ? 'earlier' : 'later'}"]`,
      )
      ?.focus();
  }

  #new(): Reason {
    return {
      id: freshReasonId(this.reasons),
      icon: 'other',
      routesTo: 'cleaning',
      order: this.reasons.length,
      retired: false,
      name: textOf(draftOf()),
    };
  }

  async #saved(): Promise<void> {
    this.editing = undefined;
    this.done = this.words.t('reasonsAdmin.saved');
    await this.load();
  }

  override render() {
    const { words } = this;
    const shown = this.reasons.filter(({ retired }) => !retired).length;
    return html`${this.head(
      words.t('rail.reasons'),
      words.t('reasonsAdmin.about', { n: shown, most: MAX_REASONS_ON_GLASS }),
      html`<button class="button main" type="button" data-action="add" ?disabled=${!this.loaded} @click=${() => {
        this.editing = this.#new();
      }}>${words.t('reasonsAdmin.add')}</button>`,
    )}
      ${
        this.loaded
          ? html`<table><thead><tr><th scope="col" class="icon">${words.t('reasonsAdmin.icon')}</th><th scope="col">${words.t('reasonsAdmin.name')}</th><th scope="col">${words.t('reasonsAdmin.route')}</th><th scope="col">${words.t('areaAdmin.order')}</th><th scope="col"><span class="visually-hidden">${words.t('page.actions')}</span></th></tr></thead>
          <tbody>${this.reasons.map((reason, index) => this.#row(reason, index))}</tbody></table>`
          : nothing
      }
      ${
        this.editing
          ? html`<reason-dialog .words=${words} .api=${this.api} .reasons=${this.reasons} .reason=${this.editing} @saved=${this.#saved} @closed=${() => {
              this.editing = undefined;
            }}></reason-dialog>`
          : nothing
      }`;
  }

  #row(reason: Reason, index: number) {
    const { words, busy } = this;
    const name = words.text(reason.name);
    return html`<tr data-reason=${reason.id} class=${reason.retired ? 'retired' : ''}>
      <td>${reasonIcon(reason.icon, 30)}</td>
      <td class="name">${name}</td>
      <td class="quiet">${words.t(`route.${reason.routesTo}`)}</td>
      <td><div class="row-actions arrows">
        <button class="button little" type="button" data-action="earlier" aria-label=${words.t('areaAdmin.earlier', { name })} ?disabled=${busy || index === 0} @click=${() => this.#move(index, -1)}>↑</button>
        <button class="button little" type="button" data-action="later" aria-label=${words.t('areaAdmin.later', { name })} ?disabled=${busy || index === this.reasons.length - 1} @click=${() => this.#move(index, 1)}>↓</button></div></td>
      <td><div class="row-actions">
        <button class="button little" type="button" data-action="edit" aria-label=${words.t('page.editNamed', { name })} @click=${() => {
          this.editing = reason;
        }}>${words.t('action.edit')}</button>
        <button class="button little" type="button" data-action="retire" ?disabled=${busy} aria-label=${words.t(reason.retired ? 'page.restoreNamed' : 'page.retireNamed', { name })} @click=${() => this.#write(this.reasons.with(index, { ...reason, retired: !reason.retired }))}>${words.t(reason.retired ? 'action.restore' : 'action.retire')}</button></div></td>
    </tr>`;
  }
}
