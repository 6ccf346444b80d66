// Administration: the proofs over the records, the audit trail, and what was kept without being understood.
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ReplayReport, VerifyReport } from '../../../shared/api.ts';
import {
  type AuditEntry,
  PAGE_LENGTH,
  type Quarantined,
  readAudit,
  readQuarantine,
  replay,
  verify,
} from '../data/records.ts';
import { AdminPage } from '../parts/admin-page.ts';

import { auditLines, auditText } from './audit-words.ts';

@customElement('records-page')
export class RecordsPage extends AdminPage {
  static override styles = [
    ...AdminPage.styles,
    css`
      .proofs { display: grid; grid-template-columns: repeat(auto-fit, minmax(340px, 1fr)); gap: 24px 44px; }
      .proof h2 { margin-bottom: 4px; }
      .proof .button { margin: 12px 0; }
      .report { font-size: 15px; display: grid; gap: 4px; }
      .verdict { font-size: 17px; font-weight: 700; }
      code { font: 13px/1.5 ui-monospace, monospace; font-family: var(--sans); overflow-wrap: anywhere; }
      .change { max-width: 480px; font-size: 14px; overflow-wrap: anywhere; color: var(--ink-2); }
      td:first-child { white-space: nowrap; }
      .more { margin-top: 10px; }
    `,
  ];
  @property() timeZone = 'UTC';
  @state() private audit: readonly AuditEntry[] = [];
  @state() private moreAudit = false;
  @state() private quarantine: readonly Quarantined[] = [];
  @state() private moreQuarantine = false;
  @state() private verified: VerifyReport | undefined;
  @state() private replayed: ReplayReport | undefined;
  @state() private running: 'verify' | 'replay' | undefined;

  protected async load(): Promise<void> {
    const audit = this.took(await readAudit(this.api));
    if (!audit) return;
    const quarantine = this.took(await readQuarantine(this.api));
    if (!quarantine) return;
    this.audit = audit;
    this.quarantine = quarantine;
    this.moreAudit = audit.length === PAGE_LENGTH;
    this.moreQuarantine = quarantine.length === PAGE_LENGTH;
    this.loaded = true;
  }

  async #olderAudit(): Promise<void> {
    const older = this.took(await readAudit(this.api, this.audit.at(-1)?.id));
    if (!older) return;
    this.audit = [...this.audit, ...older];
    this.moreAudit = older.length === PAGE_LENGTH;
  }

  async #olderQuarantine(): Promise<void> {
    const older = this.took(await readQuarantine(this.api, this.quarantine.at(-1)?.position));
    if (!older) return;
    this.quarantine = [...this.quarantine, ...older];
    this.moreQuarantine = older.length === PAGE_LENGTH;
  }

  async #verify(): Promise<void> {
    this.running = 'verify';
    this.verified = this.took(await verify(this.api));
    this.running = undefined;
  }

  async #replay(): Promise<void> {
    this.running = 'replay';
    this.replayed = this.took(await replay(this.api));
    this.running = undefined;
  }

  override render() {
    const { words } = this;
    return html`${this.head(words.t('rail.records'), words.t('records.about'))}
      ${this.loaded ? html`<div class="proofs">${this.#verifyBlock()}${this.#replayBlock()}</div>${this.#quarantineBlock()}${this.#auditBlock()}` : nothing}`;
  }

  #verifyBlock() {
    const { words, verified } = this;
    return html`<section class="proof"><h2>${words.t('records.verify')}</h2><p class="quiet">${words.t('records.verifyAbout')}</p>
      <button class="button" type="button" data-action="verify" ?disabled=${this.running !== undefined} @click=${this.#verify}>${words.t(this.running === 'verify' ? 'records.running' : 'records.verifyRun')}</button>
      <div class="report" role="status" data-report="verify">${
        verified
          ? html`<p class=${`verdict ${verified.problems.length === 0 ? 'ok' : 'bad'}`}>${verified.problems.length === 0 ? words.t('records.sound') : words.t('records.problems', { n: verified.problems.length })}</p>
          <p>${words.t('records.verified', { facts: words.count(verified.facts), outboxes: words.count(verified.outboxes), seals: words.count(verified.seals), when: words.stamp(verified.at, this.timeZone) })}</p>
          ${verified.unsealed > 0 ? html`<p class="quiet">${words.t('records.unsealed', { n: words.count(verified.unsealed) })}</p>` : nothing}
          ${verified.problems.length > 0 ? html`<table><tbody>${verified.problems.map((problem) => html`<tr><td>${words.t(`problem.${problem.what}`)}</td><td><code>${problem.terminal} / ${problem.outbox} / ${problem.sequence}</code></td></tr>`)}</tbody></table>` : nothing}`
          : nothing
      }</div></section>`;
  }

  #replayBlock() {
    const { words, replayed } = this;
    return html`<section class="proof"><h2>${words.t('records.replay')}</h2><p class="quiet">${words.t('records.replayAbout')}</p>
      <button class="button" type="button" data-action="replay" ?disabled=${this.running !== undefined} @click=${this.#replay}>${words.t(this.running === 'replay' ? 'records.running' : 'records.replayRun')}</button>
      <div class="report" role="status" data-report="replay">${
        replayed
          ? html`<p class=${`verdict ${replayed.equal ? 'ok' : 'bad'}`}>${replayed.equal ? words.t('records.equal') : words.t('records.unequal', { n: replayed.differences.length })}</p>
          <p>${words.t('records.replayed', { facts: words.count(replayed.facts), when: words.stamp(replayed.at, this.timeZone) })}</p>
          ${
            replayed.differences.length > 0
              ? html`<table><thead><tr><th scope="col">${words.t('records.table')}</th><th scope="col">${words.t('records.key')}</th><th scope="col">${words.t('records.live')}</th><th scope="col">${words.t('records.again')}</th></tr></thead>
            <tbody>${replayed.differences.map((each) => html`<tr><td>${each.table}</td><td><code>${each.key}</code></td><td><code>${each.live}</code></td><td><code>${each.replayed}</code></td></tr>`)}</tbody></table>`
              : nothing
          }`
          : nothing
      }</div></section>`;
  }

  #quarantineBlock() {
    const { words } = this;
    return html`<section class="block" data-block="quarantine"><div class="block-head"><h2>${words.t('records.quarantine')}</h2><span class="quiet">${words.t('records.quarantineAbout')}</span></div>
      ${
        this.quarantine.length === 0
          ? html`<p class="quiet">${words.t('records.noQuarantine')}</p>`
          : html`<div class="scroll"><table><thead><tr><th scope="col">${words.t('records.when')}</th><th scope="col">${words.t('records.from')}</th><th scope="col">${words.t('records.whyNot')}</th><th scope="col">${words.t('records.bytes')}</th></tr></thead>
          <tbody>${this.quarantine.map((each) => html`<tr data-position=${each.position}><td>${words.stamp(each.receivedAt, this.timeZone)}</td><td><code>${each.terminal} / ${each.outbox} / ${each.sequence}</code></td><td><span lang="en">${each.path} ${each.message}</span></td><td class="change"><code>${each.bytes}</code></td></tr>`)}</tbody></table></div>`
      }
      ${this.moreQuarantine ? html`<p class="more"><button class="button" type="button" @click=${this.#olderQuarantine}>${words.t('records.older')}</button></p>` : nothing}</section>`;
  }

  #auditBlock() {
    const { words } = this;
    return html`<section class="block" data-block="audit"><div class="block-head"><h2>${words.t('records.audit')}</h2><span class="quiet">${words.t('records.auditAbout')}</span></div>
      ${
        this.audit.length === 0
          ? html`<p class="quiet">${words.t('records.noAudit')}</p>`
          : html`<div class="scroll"><table><thead><tr><th scope="col">${words.t('records.when')}</th><th scope="col">${words.t('records.who')}</th><th scope="col">${words.t('records.what')}</th><th scope="col">${words.t('records.before')}</th><th scope="col">${words.t('records.after')}</th></tr></thead>
          <tbody>${this.audit.map((entry) => html`<tr data-audit=${entry.id}><td>${words.stamp(entry.at, this.timeZone)}</td><td>${entry.who}</td><td>${auditText(words, entry.what)} <span class="quiet">${entry.subject}</span></td><td class="change">${auditLines(words, entry.before, entry.after, this.timeZone).map((line) => html`<div>${line}</div>`)}</td><td class="change">${auditLines(words, entry.after, entry.before, this.timeZone).map((line) => html`<div>${line}</div>`)}</td></tr>`)}</tbody></table></div>`
      }
      ${this.moreAudit ? html`<p class="more"><button class="button" type="button" data-action="older-audit" @click=${this.#olderAudit}>${words.t('records.older')}</button></p>` : nothing}</section>`;
  }
}
