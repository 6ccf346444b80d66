// Administration: the week's opening hours and the days that differ.
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { type OpeningHours, type OpenSpan, openingHoursProblem } from '../../../shared/opening-hours.ts';
import { readHours, writeHours } from '../data/site.ts';
import { AdminPage } from '../parts/admin-page.ts';
import { dayToInput, inputToDay, inputToMinutes, minutesToInput } from './time-input.ts';

/** Monday first, as a Chinese museum prints its week. */
const WEEK = [1, 2, 3, 4, 5, 6, 0];
const USUAL: OpenSpan = { opens: 540, closes: 1020 };

@customElement('hours-page')
export class HoursPage extends AdminPage {
  static override styles = [
    ...AdminPage.styles,
    css`
      .days { display: grid; gap: 4px; max-width: 780px; }
      .day { display: grid; grid-template-columns: 170px 110px minmax(0, 1fr) auto; gap: 14px; align-items: center; border-bottom: 1px solid var(--faint); padding: 6px 0; min-height: 54px; }
      .span { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; }
      .span input { width: 92px; text-align: center; }
      .error { grid-column: 2 / 5; }
      .foot { margin-top: 24px; }
    `,
  ];
  @state() private hours: OpeningHours = { week: [], exceptions: [] };
  @state() private changed = false;
  protected override readonly paths = ['/week', '/exceptions'];

  protected async load(): Promise<void> {
    const hours = this.took(await readHours(this.api));
    if (!hours) return;
    this.hours = hours;
    this.changed = false;
    this.unsaved(false);
    this.loaded = true;
  }

  #change(hours: OpeningHours): void {
    this.hours = hours;
    this.changed = true;
    this.done = '';
    this.unsaved(true);
  }

  #setDay(weekday: number, span: OpenSpan | null): void {
    this.#change({ ...this.hours, week: this.hours.week.with(weekday, span) });
  }

  #setException(index: number, exception: OpeningHours['exceptions'][number]): void {
    this.#change({ ...this.hours, exceptions: this.hours.exceptions.with(index, exception) });
  }

  /** What is wrong before the hub is asked: an unreadable time or day, else what the shared check finds. */
  #problem(): { path: string; text: string } | undefined {
    const { words, hours } = this;
    const unread = (span: OpenSpan | null) =>
      span !== null && (Number.isNaN(span.opens) || Number.isNaN(span.closes));
    for (const [index, span] of hours.week.entries())
      if (unread(span)) return { path: `/week/${index}`, text: words.t('hours.unread') };
    for (const [index, { day, hours: span }] of hours.exceptions.entries()) {
      if (day === 0) return { path: `/exceptions/${index}`, text: words.t('hours.noDay') };
      if (unread(span)) return { path: `/exceptions/${index}`, text: words.t('hours.unread') };
    }
    const problem = openingHoursProblem(hours);
    if (!problem) return undefined;
    const twice = problem.path.endsWith('/day');
    return {
      path: problem.path.replace(/\/day$/, ''),
      text: words.t(twice ? 'hours.twice' : 'hours.backwards'),
    };
  }

  async #save(): Promise<void> {
    if (!(await this.act(writeHours(this.api, this.hours), this.words.t('hours.saved')))) return;
    this.changed = false;
    this.unsaved(false);
  }

  #errorAt(path: string, problem: { path: string; text: string } | undefined) {
    if (problem?.path === path) return html`<span class="error" role="alert">${problem.text}</span>`;
    const refused = this.refused;
    return refused && (refused.path === path || refused.path.startsWith(`${path}/`))
      ? html`<span class="error" role="alert">${this.words.t('error.invalid')}</span>`
      : nothing;
  }

  override render() {
    const { words } = this;
    const problem = this.loaded ? this.#problem() : undefined;
    return html`${this.head(words.t('rail.hours'), words.t('hours.about'))}
      ${
        this.loaded
          ? html`<div class="days">${WEEK.map((weekday) => this.#day(weekday, problem))}</div>
          <section class="block"><div class="block-head"><h2>${words.t('hours.exceptions')}</h2><span class="quiet">${words.t('hours.exceptionsAbout')}</span></div>
            <div class="days">${this.hours.exceptions.map((_, index) => this.#exception(index, problem))}</div>
            <p><button class="button" type="button" data-action="add-exception" @click=${() => this.#change({ ...this.hours, exceptions: [...this.hours.exceptions, { day: 0, hours: null }] })}>${words.t('hours.addException')}</button></p></section>
          <div class="foot actions"><button class="button main" type="button" data-action="save" ?disabled=${this.busy || !this.changed || problem !== undefined} @click=${this.#save}>${words.t('action.save')}</button>
            ${this.changed ? html`<button class="button" type="button" data-action="revert" @click=${() => this.load()}>${words.t('action.revert')}</button>` : nothing}</div>`
          : nothing
      }`;
  }

  #span(name: string, span: OpenSpan | null, set: (span: OpenSpan | null) => void) {
    const { words } = this;
    const input = (label: string, value: number, change: (minutes: number) => void) =>
      html`<input type="text" inputmode="numeric" maxlength="5" placeholder="00:00" aria-label=${`${name} ${label}`} .value=${live(Number.isNaN(value) ? '' : minutesToInput(value))} @change=${(
        event: Event,
      ) => {
        if (event.target instanceof HTMLInputElement) change(inputToMinutes(event.target.value));
      }} />`;
    return html`<label class="check"><input type="checkbox" .checked=${live(span !== null)} @change=${() => set(span === null ? USUAL : null)} />${words.t('hours.open')}</label>
      ${
        span === null
          ? html`<span class="quiet">${words.t('hours.closed')}</span>`
          : html`<span class="span">${input(words.t('hours.from'), span.opens, (opens) => set({ ...span, opens }))}<span>–</span>${input(words.t('hours.until'), span.closes, (closes) => set({ ...span, closes }))}
          ${span.opens === 0 && span.closes === 1440 ? html`<span class="quiet small">${words.t('hours.allDay')}</span>` : nothing}</span>`
      }`;
  }

  #day(weekday: number, problem: { path: string; text: string } | undefined) {
    const name = this.words.weekday(weekday);
    return html`<div class="day" data-weekday=${weekday}><span>${name}</span>${this.#span(name, this.hours.week[weekday] ?? null, (span) => this.#setDay(weekday, span))}${this.#errorAt(`/week/${weekday}`, problem)}</div>`;
  }

  #exception(index: number, problem: { path: string; text: string } | undefined) {
    const { words } = this;
    const exception = this.hours.exceptions[index];
    if (!exception) return nothing;
    const name = exception.day === 0 ? words.t('hours.newException') : words.day(exception.day);
    return html`<div class="day" data-exception=${index}>
      <input type="date" aria-label=${words.t('hours.day')} .value=${live(dayToInput(exception.day))} @change=${(
        event: Event,
      ) => {
        if (event.target instanceof HTMLInputElement)
          this.#setException(index, { ...exception, day: inputToDay(event.target.value) });
      }} />
      ${this.#span(name, exception.hours, (hours) => this.#setException(index, { ...exception, hours }))}
      <button class="button little" type="button" data-action="remove" aria-label=${words.t('hours.removeNamed', { name })} @click=${() => this.#change({ ...this.hours, exceptions: this.hours.exceptions.filter((_, at) => at !== index) })}>${words.t('action.remove')}</button>
      ${this.#errorAt(`/exceptions/${index}`, problem)}
    </div>`;
  }
}
