// Form parts for every administration page: a label, a control, its hint and its refusal at the field.
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { LANGUAGE_NAMES, LANGUAGES, type LocalText } from '../../../shared/language.ts';
import type { Refused } from '../data/http.ts';
import type { MessageKey } from '../messages/catalogue.ts';
import type { Words } from '../words.ts';
import { TOLD_REFUSALS } from './refusals.ts';

/** What a form shows of its last refusal. `paths` are the JSON pointers of its fields. */
export interface FieldErrors {
  /** The sentence for that field, undefined where it was not refused. */
  at(path: string): string | undefined;
  /** The sentence for the head of the form: refusals that belong to no field of it. */
  readonly whole: string | undefined;
}
export const NO_ERRORS: FieldErrors = { at: () => undefined, whole: undefined };

const valueAt = (body: unknown, path: string): unknown =>
  path
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null
          ? Object.entries(value).find(([name]) => name === key)?.[1]
          : undefined,
      body,
    );

/** The refusal in the reader's words; the hub's own English sentence follows where it tells more. */
export function refusalText(words: Words, refused: Refused, body?: unknown): string {
  if (refused.reason === 'invalid' && refused.path !== '') {
    const value = valueAt(body, refused.path);
    if (value === '' || value === undefined || (Array.isArray(value) && value.length === 0))
      return words.t('error.required');
  }
  const sentence = TOLD_REFUSALS.get(refused.message);
  if (sentence) return words.t(sentence);
  const key: MessageKey = `error.${refused.reason}`;
  const told =
    refused.reason === 'invalid' || refused.reason === 'conflict' || refused.reason === 'unreadable';
  return told && refused.message !== ''
    ? words.t('error.told', { what: words.t(key), message: refused.message })
    : words.t(key);
}

/** `paths` are the fields that the form shows; a refusal beneath one of them belongs to the deepest that holds it. */
export function fieldErrors(
  words: Words,
  refused: Refused | undefined,
  paths: readonly string[],
  body?: unknown,
): FieldErrors {
  if (!refused) return NO_ERRORS;
  const sentence = refusalText(words, refused, body);
  const home = paths
    .filter((path) => path !== '' && (refused.path === path || refused.path.startsWith(`${path}/`)))
    .sort((a, b) => b.length - a.length)[0];
  return {
    at: (path) => (path === home ? sentence : undefined),
    whole: home === undefined ? sentence : undefined,
  };
}

export const wholeError = (errors: FieldErrors): TemplateResult | typeof nothing =>
  errors.whole === undefined ? nothing : html`<p class="notice wrong" role="alert">${errors.whole}</p>`;

const idOf = (path: string): string => `f${path.replace(/[^A-Za-z0-9]/g, '-')}`;

const frame = (
  path: string,
  label: unknown,
  error: string | undefined,
  hint: string | undefined,
  control: TemplateResult,
): TemplateResult => html`
  <div class="field">
    <label for=${idOf(path)}>${label}</label>
    ${control}
    ${hint ? html`<span class="hint" id=${`${idOf(path)}-hint`}>${hint}</span>` : nothing}
    ${error ? html`<span class="error" role="alert" id=${`${idOf(path)}-error`}>${error}</span>` : nothing}
  </div>`;

const describedBy = (path: string, error: string | undefined, hint: string | undefined) =>
  [error ? `${idOf(path)}-error` : '', hint ? `${idOf(path)}-hint` : ''].filter(Boolean).join(' ') || nothing;

export interface TextField {
  readonly path: string;
  readonly label: string;
  readonly value: string;
  readonly errors: FieldErrors;
  readonly hint?: string;
  readonly type?: 'text' | 'password' | 'number' | 'url' | 'time' | 'date';
  readonly lang?: string;
  readonly step?: string;
  readonly min?: string;
  readonly max?: string;
  readonly autocomplete?: 'username' | 'current-password' | 'new-password' | 'off';
  input(value: string): void;
}

export function textField(field: TextField): TemplateResult {
  const error = field.errors.at(field.path);
  return frame(
    field.path,
    field.label,
    error,
    field.hint,
    html`<input
      id=${idOf(field.path)}
      data-path=${field.path}
      type=${field.type ?? 'text'}
      lang=${field.lang ?? nothing}
      step=${field.step ?? nothing}
      min=${field.min ?? nothing}
      max=${field.max ?? nothing}
      autocomplete=${field.autocomplete ?? 'off'}
      spellcheck="false"
      aria-invalid=${error ? 'true' : nothing}
      aria-describedby=${describedBy(field.path, error, field.hint)}
      .value=${live(field.value)}
      @input=${(event: Event) => {
        if (event.target instanceof HTMLInputElement) field.input(event.target.value);
      }}
    />`,
  );
}

export interface Choice<T extends string> {
  readonly value: T;
  readonly text: string;
}
export interface SelectField<T extends string> {
  readonly path: string;
  readonly label: string;
  readonly value: T;
  readonly choices: readonly Choice<T>[];
  readonly errors: FieldErrors;
  readonly hint?: string;
  choose(value: T): void;
}

export function selectField<T extends string>(field: SelectField<T>): TemplateResult {
  const error = field.errors.at(field.path);
  return frame(
    field.path,
    field.label,
    error,
    field.hint,
    html`<select
      id=${idOf(field.path)}
      data-path=${field.path}
      aria-invalid=${error ? 'true' : nothing}
      aria-describedby=${describedBy(field.path, error, field.hint)}
      @change=${(event: Event) => {
        if (!(event.target instanceof HTMLSelectElement)) return;
        const chosen = field.choices[event.target.selectedIndex];
        if (chosen) field.choose(chosen.value);
      }}
    >
      ${field.choices.map(
        ({ value, text }) => html`<option value=${value} .selected=${value === field.value}>${text}</option>`,
      )}
    </select>`,
  );
}

export const checkField = (
  label: string,
  checked: boolean,
  toggle: (checked: boolean) => void,
  path = '',
): TemplateResult => html`
  <label class="check">
    <input type="checkbox" data-path=${path} .checked=${live(checked)} @change=${(event: Event) => {
      if (event.target instanceof HTMLInputElement) toggle(event.target.checked);
    }} />
    <span>${label}</span>
  </label>`;

/** What a form holds of a name while it is written: Japanese and Korean may be empty. */
export type Draft = Record<(typeof LANGUAGES)[number], string>;
export const draftOf = (text?: LocalText): Draft => ({
  'zh-Hant': text?.['zh-Hant'] ?? '',
  'zh-Hans': text?.['zh-Hans'] ?? '',
  en: text?.en ?? '',
  ja: text?.ja ?? '',
  ko: text?.ko ?? '',
});
export const textOf = (draft: Draft): LocalText => ({
  'zh-Hant': draft['zh-Hant'].trim(),
  'zh-Hans': draft['zh-Hans'].trim(),
  en: draft.en.trim(),
  ...(draft.ja.trim() ? { ja: draft.ja.trim() } : {}),
  ...(draft.ko.trim() ? { ko: draft.ko.trim() } : {}),
});

export const localTextPaths = (path: string): string[] => LANGUAGES.map((language) => `${path}/${language}`);

/** A name in the three staff languages, and in Japanese and Korean where visitors shall read it. */
export const localTextField = (
  words: Words,
  field: {
    readonly path: string;
    readonly label: string;
    readonly value: Draft;
    readonly errors: FieldErrors;
    input(value: Draft): void;
  },
): TemplateResult => html`
  <fieldset>
    <legend>${field.label}</legend>
    <div class="languages">
      ${LANGUAGES.map((language) =>
        textField({
          path: `${field.path}/${language}`,
          label: LANGUAGE_NAMES[language],
          lang: language,
          value: field.value[language],
          errors: field.errors,
          input: (text) => field.input({ ...field.value, [language]: text }),
        }),
      )}
    </div>
    <span class="hint">${words.t('field.optionalLanguages')}</span>
  </fieldset>`;
