// Administration: one area's name, kind and place in the tree, new or changed.
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type Area, type AreaId, type AreaKind, withDescendants } from '../../../shared/area.ts';
import { addArea, changeArea } from '../data/areas.ts';
import { DialogForm } from '../parts/dialog-form.ts';
import {
  type Draft,
  draftOf,
  localTextField,
  localTextPaths,
  selectField,
  textOf,
  wholeError,
} from '../parts/fields.ts';
import { areaChoices } from '../parts/places.ts';

const KINDS: readonly AreaKind[] = ['building', 'floor', 'hall', 'entrance', 'restroom', 'other'];

@customElement('area-dialog')
export class AreaDialog extends DialogForm {
  @property({ attribute: false }) areas: readonly Area[] = [];
  /** Undefined for a new one. */
  @property({ attribute: false }) area: Area | undefined;
  @property({ attribute: false }) parent: AreaId = 1;
  @state() private name: Draft = draftOf();
  @state() private kind: AreaKind = 'hall';
  protected readonly paths = [...localTextPaths('/name'), '/name', '/kind', '/parent'];

  override connectedCallback(): void {
    super.connectedCallback();
    this.name = draftOf(this.area?.name);
    this.kind = this.area?.kind ?? 'hall';
  }

  async #save(): Promise<void> {
    const name = textOf(this.name);
    const { area, kind, parent } = this;
    if (!area) {
      const order =
        Math.max(0, ...this.areas.filter((each) => each.parent === parent).map((each) => each.order)) + 10;
      const body = { parent, kind, name, order };
      if ((await this.send(body, addArea(this.api, body))) !== undefined) this.saved();
      return;
    }
    const moved = area.parent !== null && parent !== area.parent;
    const body = { name, ...(area.parent === null ? {} : { kind }), ...(moved ? { parent } : {}) };
    if ((await this.send(body, changeArea(this.api, area.id, body))) !== undefined) this.saved();
  }

  override render() {
    const { words, area } = this;
    const errors = this.errors();
    const beneath = area ? withDescendants(this.areas, area.id) : undefined;
    return html`<form-dialog .words=${words} .heading=${area ? words.t('page.editNamed', { name: words.text(area.name) }) : words.t('areaAdmin.new')}
      .save=${words.t('action.save')} .busy=${this.busy} .changed=${this.changed} @save=${this.#save} @closed=${this.closed}>
      <div class="fields">${wholeError(errors)}
        ${localTextField(words, {
          path: '/name',
          label: words.t('areaAdmin.name'),
          value: this.name,
          errors,
          input: (name) => {
            this.name = name;
            this.touch();
          },
        })}
        ${
          area?.parent === null
            ? nothing
            : html`<div class="two">
          ${selectField({
            path: '/kind',
            label: words.t('areaAdmin.kind'),
            value: this.kind,
            errors,
            choices: KINDS.map((kind) => ({ value: kind, text: words.t(`kind.${kind}`) })),
            choose: (kind) => {
              this.kind = kind;
              this.touch();
            },
          })}
          ${selectField({
            path: '/parent',
            label: words.t('areaAdmin.parent'),
            value: String(this.parent),
            errors,
            choices: areaChoices(words, this.areas, beneath),
            choose: (parent) => {
              this.parent = Number(parent);
              this.touch();
            },
          })}
        </div>`
        }
      </div>
    </form-dialog>`;
  }
}
