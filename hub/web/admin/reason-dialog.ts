// Administration: one reason's names, icon and where it goes, new or changed.
import { css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { REASON_ICONS, type Reason, type ReasonIcon } from '../../../shared/reason.ts';
import type { Result } from '../../../shared/result.ts';
import type { Refused } from '../data/http.ts';
import { renumbered, writeReasons } from '../data/reasons.ts';
import { DialogForm } from '../parts/dialog-form.ts';
import { reasonIcon } from '../parts/drawings.ts';
import {
  type Draft,
  draftOf,
  localTextField,
  localTextPaths,
  selectField,
  textOf,
  wholeError,
} from '../parts/fields.ts';

const ROUTES = ['cleaning', 'maintenance'] as const;

@customElement('reason-dialog')
export class ReasonDialog extends DialogForm {
  static override styles = [
    ...DialogForm.styles,
    css`
      .icons { display: grid; grid-template-columns: repeat(9, minmax(0, 1fr)); gap: 6px; }
      .icons button { border: 1px solid var(--line); background: none; border-radius: var(--radius-small); padding: 8px 0; display: grid; place-items: center; }
      .icons button[aria-pressed='true'] { background: var(--strong); color: var(--on-strong); border-color: var(--strong); }
    `,
  ];
  @property({ attribute: false }) reasons: readonly Reason[] = [];
  @property({ attribute: false }) reason!: Reason;
  @state() private name: Draft = draftOf();
  @state() private icon: ReasonIcon = 'other';
  @state() private routesTo: Reason['routesTo'] = 'cleaning';
  protected readonly paths = [...localTextPaths('/name'), '/name', '/icon', '/routesTo'];

  override connectedCallback(): void {
    super.connectedCallback();
    this.name = draftOf(this.reason.name);
    this.icon = this.reason.icon;
    this.routesTo = this.reason.routesTo;
  }

  async #save(): Promise<void> {
    const reason: Reason = {
      ...this.reason,
      name: textOf(this.name),
      icon: this.icon,
      routesTo: this.routesTo,
    };
    const at = this.reasons.findIndex(({ id }) => id === reason.id);
    const list = renumbered(at < 0 ? [...this.reasons, reason] : this.reasons.with(at, reason));
    const place = at < 0 ? list.length - 1 : at;
    // The hub is sent the whole list; its refusal of this reason is shown at this form's fields.
    const inForm = (result: Result<unknown, Refused>): Result<unknown, Refused> =>
      result.ok
        ? result
        : {
            ok: false,
            error: { ...result.error, path: result.error.path.replace(new RegExp(`^/${place}(?=/|$)`), '') },
          };
    if ((await this.send(reason, writeReasons(this.api, list).then(inForm))) !== undefined) this.saved();
  }

  override render() {
    const { words } = this;
    const errors = this.errors();
    return html`<form-dialog .words=${words} .heading=${this.reasons.includes(this.reason) ? words.t('page.editNamed', { name: words.text(this.reason.name) }) : words.t('reasonsAdmin.add')}
      .save=${words.t('action.save')} .busy=${this.busy} .changed=${this.changed} @save=${this.#save} @closed=${this.closed}>
      <div class="fields">${wholeError(errors)}
        ${localTextField(words, {
          path: '/name',
          label: words.t('reasonsAdmin.name'),
          value: this.name,
          errors,
          input: (name) => {
            this.name = name;
            this.touch();
          },
        })}
        <fieldset><legend>${words.t('reasonsAdmin.icon')}</legend><div class="icons">${REASON_ICONS.map(
          (icon) =>
            html`<button type="button" data-icon=${icon} aria-pressed=${icon === this.icon} aria-label=${words.t(`icon.${icon}`)} title=${words.t(`icon.${icon}`)} @click=${() => {
              this.icon = icon;
              this.touch();
            }}>${reasonIcon(icon, 32)}</button>`,
        )}</div></fieldset>
        ${selectField({
          path: '/routesTo',
          label: words.t('reasonsAdmin.route'),
          value: this.routesTo,
          errors,
          choices: ROUTES.map((route) => ({ value: route, text: words.t(`route.${route}`) })),
          choose: (route) => {
            this.routesTo = route;
            this.touch();
          },
        })}
      </div>
    </form-dialog>`;
  }
}
