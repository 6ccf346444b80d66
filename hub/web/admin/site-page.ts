// Administration: the house's own settings.
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Site } from '../../../shared/api.ts';
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '../../../shared/language.ts';
import { isTimeZone } from '../../../shared/site-time.ts';
import { readSite, writeSite } from '../data/site.ts';
import { AdminPage } from '../parts/admin-page.ts';
import {
  checkField,
  type Draft,
  draftOf,
  fieldErrors,
  localTextField,
  localTextPaths,
  selectField,
  textField,
  textOf,
} from '../parts/fields.ts';

interface SiteDraft {
  readonly name: Draft;
  readonly timeZone: string;
  readonly language: Language;
  /** Per cent as written. */
  readonly target: string;
  readonly minimum: string;
  readonly desk: boolean;
  readonly where: Draft;
  readonly hasWay: boolean;
  readonly way: Draft;
  readonly publicUrl: string;
}

const PATHS = [
  ...['/name', '/desk/where', '/desk/way'].flatMap(localTextPaths),
  ...['/timeZone', '/language', '/target', '/minimum', '/publicUrl'],
];
const ZONES = Intl.supportedValuesOf('timeZone');

@customElement('site-page')
export class SitePage extends AdminPage {
  static override styles = [
    ...AdminPage.styles,
    css`.fields { max-width: 820px; gap: 20px; } .foot { margin-top: 26px; }`,
  ];
  @state() private draft: SiteDraft | undefined;
  @state() private changed = false;
  protected override readonly paths = PATHS;

  protected async load(): Promise<void> {
    const site = this.took(await readSite(this.api));
    if (!site) return;
    this.draft = {
      name: draftOf(site.name),
      timeZone: site.timeZone,
      language: site.language,
      target: String(Math.round(site.target * 10_000) / 100),
      minimum: String(site.minimum),
      desk: site.desk !== null,
      where: draftOf(site.desk?.where),
      hasWay: site.desk !== null && site.desk.way !== null,
      way: draftOf(site.desk?.way ?? undefined),
      publicUrl: site.publicUrl ?? '',
    };
    this.changed = false;
    this.unsaved(false);
    this.loaded = true;
  }

  #change(changes: Partial<SiteDraft>): void {
    if (!this.draft) return;
    this.draft = { ...this.draft, ...changes };
    this.changed = true;
    this.done = '';
    this.unsaved(true);
  }

  #body(draft: SiteDraft): Site {
    return {
      name: textOf(draft.name),
      timeZone: draft.timeZone,
      language: draft.language,
      target: Math.round(Number(draft.target) * 100) / 10_000,
      minimum: Number(draft.minimum),
      desk: draft.desk ? { where: textOf(draft.where), way: draft.hasWay ? textOf(draft.way) : null } : null,
      publicUrl: draft.publicUrl.trim() || null,
    };
  }

  async #save(): Promise<void> {
    if (!this.draft) return;
    if (!(await this.act(writeSite(this.api, this.#body(this.draft)), this.words.t('site.saved')))) {
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      return;
    }
    this.changed = false;
    this.unsaved(false);
    this.dispatchEvent(new CustomEvent('site-changed', { bubbles: true, composed: true }));
  }

  override render() {
    const { words, draft } = this;
    return html`${this.head(words.t('rail.site'), words.t('site.about'))}
      ${
        draft
          ? html`${this.#form(draft)}<div class="foot actions"><button class="button main" type="button" data-action="save" ?disabled=${this.busy || !this.changed} @click=${this.#save}>${words.t('action.save')}</button>
            ${this.changed ? html`<button class="button" type="button" data-action="revert" @click=${() => this.load()}>${words.t('action.revert')}</button>` : nothing}</div>`
          : nothing
      }`;
  }

  #form(draft: SiteDraft) {
    const { words } = this;
    const errors = fieldErrors(words, this.refused, PATHS, this.#body(draft));
    const zones = ZONES.includes(draft.timeZone) ? ZONES : [draft.timeZone, ...ZONES];
    return html`<div class="fields">
      ${localTextField(words, { path: '/name', label: words.t('site.name'), value: draft.name, errors, input: (name) => this.#change({ name }) })}
      <div class="two">
        ${selectField({ path: '/timeZone', label: words.t('site.timeZone'), value: draft.timeZone, errors, choices: zones.filter(isTimeZone).map((zone) => ({ value: zone, text: zone })), choose: (timeZone) => this.#change({ timeZone }) })}
        ${selectField({ path: '/language', label: words.t('site.language'), value: draft.language, errors, choices: LANGUAGES.map((language) => ({ value: language, text: LANGUAGE_NAMES[language] })), choose: (language) => this.#change({ language }) })}
        ${textField({ path: '/target', label: words.t('site.target'), type: 'number', min: '50', max: '100', step: '0.1', value: draft.target, errors, hint: words.t('site.targetHint'), input: (target) => this.#change({ target }) })}
        ${textField({ path: '/minimum', label: words.t('site.minimum'), type: 'number', min: '1', max: '10000', value: draft.minimum, errors, hint: words.t('site.minimumHint'), input: (minimum) => this.#change({ minimum }) })}
      </div>
      ${textField({ path: '/publicUrl', label: words.t('site.publicUrl'), type: 'url', value: draft.publicUrl, errors, hint: words.t('site.publicUrlHint'), input: (publicUrl) => this.#change({ publicUrl }) })}
      <section class="fields">
        ${checkField(words.t('site.desk'), draft.desk, (desk) => this.#change({ desk }), '/desk')}
        ${
          draft.desk
            ? html`${localTextField(words, { path: '/desk/where', label: words.t('site.where'), value: draft.where, errors, input: (where) => this.#change({ where }) })}
            ${checkField(words.t('site.hasWay'), draft.hasWay, (hasWay) => this.#change({ hasWay }), '/desk/hasWay')}
            ${draft.hasWay ? localTextField(words, { path: '/desk/way', label: words.t('site.way'), value: draft.way, errors, input: (way) => this.#change({ way }) }) : nothing}`
            : nothing
        }
      </section></div>`;
  }
}
