// Administration: the tree of areas; add, rename, move, put in order, retire.
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Area } from '../../../shared/area.ts';
import { changeArea, readAreas, reordered, siblingsOf, treeOf } from '../data/areas.ts';
import { AdminPage } from '../parts/admin-page.ts';
import { ask } from '../parts/ask-dialog.ts';
import { placed } from '../parts/placed.ts';
import './area-dialog.ts';

@customElement('areas-page')
export class AreasPage extends AdminPage {
  static override styles = [
    ...AdminPage.styles,
    css`
      td.name { display: flex; align-items: center; gap: 10px; min-height: 46px; }
      td { vertical-align: middle; padding-block: 4px; }
      .branch { font-weight: 700; }
      tr.retired td.name { text-decoration: line-through; color: var(--ink-3); }
      .row-actions { display: flex; flex-wrap: wrap; gap: 6px; justify-content: flex-end; }
      .arrows .button { min-width: 34px; padding: 2px 0; }
    `,
  ];
  @state() private areas: readonly Area[] = [];
  @state() private editing: { readonly area: Area | undefined; readonly parent: number } | undefined;
  @state() private showRetired = false;

  protected async load(): Promise<void> {
    const areas = this.took(await readAreas(this.api));
    if (!areas) return;
    this.areas = areas;
    this.loaded = true;
  }

  async #reorder(area: Area, by: -1 | 1): Promise<void> {
    for (const { id, order } of reordered(this.areas, area, by)) {
      if (!(await this.act(changeArea(this.api, id, { order }), this.words.t('done.saved')))) break;
    }
    await this.#reload();
    const button = this.renderRoot.querySelector<HTMLElement>(
      `[data-area="${area.id}"] [data-action="${by < 0 ? 'earlier' : 'later'}"]`,
    );
    button?.focus();
  }

  async #retire(area: Area): Promise<void> {
    const { words } = this;
    const yes =
      area.retired ||
      (await ask({
        title: words.t('areaAdmin.retireTitle', { name: words.text(area.name) }),
        body: words.t('areaAdmin.retireBody'),
        yes: words.t('action.retire'),
        no: words.t('action.cancel'),
        danger: true,
      }));
    if (
      yes &&
      (await this.act(changeArea(this.api, area.id, { retired: !area.retired }), words.t('done.saved')))
    )
      await this.#reload();
  }

  /** Reads again and keeps the word or refusal of the action before. */
  async #reload(): Promise<void> {
    const areas = await readAreas(this.api);
    if (areas.ok) this.areas = areas.value;
    await this.updateComplete;
  }

  async #saved(): Promise<void> {
    this.editing = undefined;
    this.done = this.words.t('done.saved');
    this.refused = undefined;
    await this.#reload();
  }

  override render() {
    const { words } = this;
    const rows = treeOf(this.areas).filter(({ area }) => this.showRetired || !area.retired);
    const retired = this.areas.filter((area) => area.retired).length;
    return html`${this.head(words.t('rail.areas'), words.t('areaAdmin.about'))}
      ${
        this.loaded
          ? html`<table><thead><tr><th scope="col">${words.t('areas.area')}</th><th scope="col">${words.t('areaAdmin.kind')}</th><th scope="col">${words.t('areaAdmin.order')}</th><th scope="col"><span class="visually-hidden">${words.t('page.actions')}</span></th></tr></thead>
            <tbody>${rows.map(({ area, depth }) => this.#row(area, depth))}</tbody></table>
          ${
            retired > 0
              ? html`<p><label class="check"><input type="checkbox" .checked=${this.showRetired} @change=${() => {
                  this.showRetired = !this.showRetired;
                }} />${words.t('page.showRetired', { n: retired })}</label></p>`
              : nothing
          }`
          : nothing
      }
      ${
        this.editing
          ? html`<area-dialog .words=${words} .api=${this.api} .areas=${this.areas} .area=${this.editing.area} .parent=${this.editing.parent}
            @saved=${this.#saved} @closed=${() => {
              this.editing = undefined;
            }}></area-dialog>`
          : nothing
      }`;
  }

  #row(area: Area, depth: number) {
    const { words } = this;
    const siblings = siblingsOf(this.areas, area);
    const place = siblings.indexOf(area);
    const name = words.text(area.name);
    return html`<tr data-area=${area.id} class=${area.retired ? 'retired' : ''}>
      <td class=${`name ${depth < 2 ? 'branch' : ''}`} ${placed({ 'padding-left': `${depth * 26}px` })}>${name}</td>
      <td class="quiet">${words.t(`kind.${area.kind}`)}</td>
      <td><div class="row-actions arrows">${
        area.parent === null || area.retired
          ? nothing
          : html`
        <button class="button little" type="button" data-action="earlier" aria-label=${words.t('areaAdmin.earlier', { name })} ?disabled=${this.busy || place <= 0} @click=${() => this.#reorder(area, -1)}>↑</button>
        <button class="button little" type="button" data-action="later" aria-label=${words.t('areaAdmin.later', { name })} ?disabled=${this.busy || place >= siblings.length - 1} @click=${() => this.#reorder(area, 1)}>↓</button>`
      }</div></td>
      <td><div class="row-actions">
        ${
          area.retired
            ? nothing
            : html`<button class="button little" type="button" data-action="add" aria-label=${words.t('areaAdmin.addBelowNamed', { name })} @click=${() => {
                this.editing = { area: undefined, parent: area.id };
              }}>${words.t('areaAdmin.addBelow')}</button>
        <button class="button little" type="button" data-action="edit" aria-label=${words.t('page.editNamed', { name })} @click=${() => {
          this.editing = { area, parent: area.parent ?? area.id };
        }}>${words.t('action.edit')}</button>`
        }
        ${area.parent === null ? nothing : html`<button class="button little" type="button" data-action="retire" ?disabled=${this.busy} aria-label=${words.t(area.retired ? 'page.restoreNamed' : 'page.retireNamed', { name })} @click=${() => this.#retire(area)}>${words.t(area.retired ? 'action.restore' : 'action.retire')}</button>`}
      </div></td>
    </tr>`;
  }
}
