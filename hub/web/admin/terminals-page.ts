// Administration: terminals with their health; enrol, change, identify, reload, approve, retire.
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { TerminalRecord } from '../../../shared/api.ts';
import type { Area } from '../../../shared/area.ts';
import { readAreas } from '../data/areas.ts';
import {
  changeTerminal,
  commandTerminal,
  type OpenEnrolmentCode,
  readCodes,
  readTerminals,
  revokeCode,
} from '../data/terminals.ts';
import { troubleText } from '../overview/terminal-rack.ts';
import { AdminPage } from '../parts/admin-page.ts';
import { terminalBell } from '../parts/drawings.ts';
import { placeName } from '../parts/places.ts';
import './enrol-dialog.ts';
import './terminal-dialog.ts';

/** Health on this page is asked for this often while it is open; the overview's is live. */
const LOOK_EACH_MS = 10_000;

@customElement('terminals-page')
export class TerminalsPage extends AdminPage {
  static override styles = [
    ...AdminPage.styles,
    css`
      td { vertical-align: middle; }
      .state { display: flex; gap: 10px; align-items: center; min-width: 150px; }
      .row-actions { display: flex; flex-wrap: wrap; gap: 6px; justify-content: flex-end; }
      .facts { font-size: 14px; line-height: 1.45; }
      tr.retired td { color: var(--ink-3); }
      .label { font-size: 14px; }
      .large-number { font: 600 22px var(--serif); }
    `,
  ];
  @property() timeZone = 'UTC';
  @state() private terminals: readonly TerminalRecord[] = [];
  @state() private areas: readonly Area[] = [];
  @state() private codes: readonly OpenEnrolmentCode[] = [];
  @state() private editing: TerminalRecord | undefined;
  @state() private enrolling = false;
  @state() private showRetired = false;
  #looking: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#looking = setInterval(() => void this.#look(), LOOK_EACH_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#looking);
  }

  protected async load(): Promise<void> {
    const [areas, terminals, codes] = await Promise.all([
      readAreas(this.api),
      readTerminals(this.api),
      readCodes(this.api),
    ]);
    const refused = [areas, terminals, codes].find((each) => !each.ok);
    if (refused && !refused.ok) this.refused = refused.error;
    if (!areas.ok || !terminals.ok || !codes.ok) return;
    this.areas = areas.value;
    this.terminals = terminals.value;
    this.codes = codes.value;
    this.refused = undefined;
    this.loaded = true;
  }

  /** Reads again quietly; the word or refusal of the last action stays. */
  async #look(): Promise<void> {
    const [terminals, codes] = await Promise.all([readTerminals(this.api), readCodes(this.api)]);
    if (terminals.ok) this.terminals = terminals.value;
    if (codes.ok) this.codes = codes.value;
  }

  async #command(terminal: TerminalRecord, command: 'identify' | 'reload'): Promise<void> {
    const done = this.words.t(command === 'identify' ? 'terminals.identified' : 'terminals.reloaded', {
      number: terminal.number,
    });
    await this.act(commandTerminal(this.api, terminal.id, command), done);
  }

  async #approve(terminal: TerminalRecord): Promise<void> {
    await this.act(changeTerminal(this.api, terminal.id, { approved: true }), this.words.t('done.saved'));
    await this.#look();
  }

  async #revoke(code: OpenEnrolmentCode): Promise<void> {
    await this.act(revokeCode(this.api, code.id), this.words.t('terminals.revoked'));
    await this.#look();
  }

  async #saved(): Promise<void> {
    this.editing = undefined;
    this.done = this.words.t('done.saved');
    this.refused = undefined;
    await this.#look();
  }

  override render() {
    const { words } = this;
    const shown = this.terminals
      .filter(({ retiredAt }) => this.showRetired || retiredAt === null)
      .toSorted((a, b) => a.number - b.number);
    const retired = this.terminals.filter(({ retiredAt }) => retiredAt !== null).length;
    return html`${this.head(
      words.t('rail.terminals'),
      words.t('terminals.about'),
      html`<button class="button main" type="button" data-action="enrol" ?disabled=${!this.loaded} @click=${() => {
        this.enrolling = true;
      }}>${words.t('terminals.enrol')}</button>`,
    )}
      ${this.loaded && shown.length === 0 ? html`<p class="quiet">${words.t('terminals.none')}</p>` : nothing}
      ${
        this.loaded && shown.length > 0
          ? html`<div class="scroll"><table><thead><tr>
            <th scope="col">${words.t('terminals.number')}</th><th scope="col">${words.t('terminals.place')}</th><th scope="col">${words.t('terminals.state')}</th>
            <th scope="col">${words.t('terminals.machine')}</th><th scope="col"><span class="visually-hidden">${words.t('page.actions')}</span></th></tr></thead>
            <tbody>${shown.map((terminal) => this.#row(terminal))}</tbody></table></div>`
          : nothing
      }
      ${
        retired > 0
          ? html`<p><label class="check"><input type="checkbox" .checked=${this.showRetired} @change=${() => {
              this.showRetired = !this.showRetired;
            }} />${words.t('page.showRetired', { n: retired })}</label></p>`
          : nothing
      }
      ${this.codes.length > 0 ? this.#codes() : nothing}
      ${
        this.enrolling
          ? html`<enrol-dialog .words=${words} .api=${this.api} .areas=${this.areas} @saved=${this.#look} @closed=${() => {
              this.enrolling = false;
              void this.#look();
            }}></enrol-dialog>`
          : nothing
      }
      ${
        this.editing
          ? html`<terminal-dialog .words=${words} .api=${this.api} .areas=${this.areas} .terminal=${this.editing} @saved=${this.#saved} @closed=${() => {
              this.editing = undefined;
            }}></terminal-dialog>`
          : nothing
      }`;
  }

  #row(terminal: TerminalRecord) {
    const { words, busy } = this;
    const { number, health } = terminal;
    const gone = terminal.retiredAt !== null;
    const name = words.t('terminals.named', { number });
    return html`<tr data-terminal=${number} class=${gone ? 'retired' : ''}>
      <td><span class="large-number">${number}</span></td>
      <td>${placeName(words, this.areas, terminal.area)}${terminal.label ? html`<div class="label quiet">${terminal.label}</div>` : nothing}</td>
      <td><div class="state"><svg aria-hidden="true" width="34" height="36">${gone ? nothing : terminalBell(health.state, 17, 2, 32)}</svg>
        <span>${gone ? words.t('terminals.retired') : terminal.approved ? (health.state === 'inOrder' ? words.t('state.inOrder') : troubleText(words, health, Date.now())) : html`<span class="bad">${words.t('terminals.unapproved')}</span>`}</span></div></td>
      <td class="facts quiet">${this.#machine(terminal)}</td>
      <td><div class="row-actions">${
        gone
          ? nothing
          : html`${terminal.approved ? nothing : html`<button class="button little main" type="button" data-action="approve" ?disabled=${busy} @click=${() => this.#approve(terminal)}>${words.t('terminals.approve')}</button>`}
          <button class="button little" type="button" data-action="identify" ?disabled=${busy} @click=${() => this.#command(terminal, 'identify')}>${words.t('terminals.identify')}</button>
          <button class="button little" type="button" data-action="reload" ?disabled=${busy} @click=${() => this.#command(terminal, 'reload')}>${words.t('terminals.reload')}</button>
          <button class="button little" type="button" data-action="edit" aria-label=${words.t('page.editNamed', { name })} @click=${() => {
            this.editing = terminal;
          }}>${words.t('action.edit')}</button>`
      }
      </div></td>
    </tr>`;
  }

  #machine(terminal: TerminalRecord) {
    const { words } = this;
    const parts = [
      terminal.lastSeenAt === null
        ? words.t('terminals.neverSeen')
        : words.t('terminals.seen', { when: words.stamp(terminal.lastSeenAt, this.timeZone) }),
      words.t('terminals.facts', { n: words.count(terminal.facts) }),
      terminal.waiting ? words.t('terminals.waiting', { n: words.count(terminal.waiting) }) : '',
      terminal.version === null ? '' : words.t('terminals.version', { version: terminal.version }),
      terminal.freeDiskBytes === null
        ? ''
        : words.t('terminals.disk', { size: words.bytes(terminal.freeDiskBytes) }),
      terminal.clockOffsetMs !== null && Math.abs(terminal.clockOffsetMs) >= 1000
        ? words.t('terminals.clock', { span: words.span(Math.abs(terminal.clockOffsetMs)) })
        : '',
      terminal.refusals > 0 ? words.t('terminals.refusals', { n: words.count(terminal.refusals) }) : '',
      terminal.policyVersionSeen !== null && terminal.policyVersionSeen < terminal.policyVersion
        ? words.t('terminals.policyBehind')
        : '',
    ].filter(Boolean);
    return parts.join(words.t('list.separator'));
  }

  #codes() {
    const { words } = this;
    return html`<section class="block"><div class="block-head"><h2>${words.t('terminals.codes')}</h2><span class="quiet">${words.t('terminals.codesAbout')}</span></div>
      <table><tbody>${this.codes.map(
        (code) => html`<tr data-code=${code.id}><td>${placeName(words, this.areas, code.area)}</td>
        <td class="quiet">${words.t('terminals.codeUntil', { time: words.time(code.expiresAt, this.timeZone), n: code.triesLeft })}</td>
        <td><div class="row-actions"><button class="button little" type="button" data-action="revoke" ?disabled=${this.busy} @click=${() => this.#revoke(code)}>${words.t('terminals.revoke')}</button></div></td></tr>`,
      )}</tbody></table></section>`;
  }
}
