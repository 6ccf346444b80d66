// The shell: who is signed in, which page stands, rail, language and theme. Pages get everything as properties.
import { html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Me } from '../../shared/api.ts';
import { STAFF_LANGUAGES, type StaffLanguage } from '../../shared/language.ts';
import './admin/account-page.ts';
import './admin/areas-page.ts';
import './admin/hours-page.ts';
import './admin/reasons-page.ts';
import './admin/records-page.ts';
import './admin/site-page.ts';
import './admin/terminals-page.ts';
import './admin/users-page.ts';
import { appStyles } from './app-styles.ts';
import { type Api, httpApi } from './data/http.ts';
import { changeMe, readSession, signOut } from './data/session.ts';
import { readSite } from './data/site.ts';
import { loadFonts } from './fonts.ts';
import './overview/overview-page.ts';
import { ask } from './parts/ask-dialog.ts';
import { seal } from './parts/drawings.ts';
import { landing, type PageName, pageOf, pagesFor, SIGN_IN_PATH } from './routes.ts';
import './sign-in-page.ts';
import { buttons, shared } from './styles/shared.ts';
import { currentTheme, followTheme, keepTheme, THEMES, type Theme } from './theme.ts';
import { type Words, words } from './words.ts';

const LANGUAGE_KEY = 'chime.language';
const SHORT_NAMES: Readonly<Record<StaffLanguage, string>> = { 'zh-Hant': '繁', 'zh-Hans': '简', en: 'EN' };

const firstLanguage = (): StaffLanguage => {
  const kept = STAFF_LANGUAGES.find((each) => each === localStorage.getItem(LANGUAGE_KEY));
  if (kept) return kept;
  const wanted = navigator.language;
  if (/^zh-(Hant|TW|HK|MO)/i.test(wanted)) return 'zh-Hant';
  return /^zh/i.test(wanted) ? 'zh-Hans' : 'en';
};

@customElement('chime-app')
export class ChimeApp extends LitElement {
  static override styles = [shared, buttons, appStyles];
  @state() private words: Words = words(firstLanguage());
  @state() private theme: Theme = currentTheme();
  /** `asking`: the hub was not heard yet. */
  @state() private me: Me | undefined | 'asking' = 'asking';
  @state() private page: PageName | undefined;
  /** The session ended under an open page, which waits with its unsaved words. */
  @state() private expired = false;
  @state() private timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  /** The hub did not answer at start. */
  @state() private unreachable = false;
  #token = '';
  #unsaved = false;
  #shown = '/';
  readonly #api: Api = httpApi(
    (input, init) => fetch(input, init),
    () => this.#signedOut(),
  );

  override connectedCallback(): void {
    super.connectedCallback();
    followTheme((theme) => {
      this.theme = theme;
    });
    this.#speak(this.words.language);
    this.#takeToken();
    window.addEventListener('popstate', () => void this.#navigate(location.pathname, false));
    window.addEventListener('beforeunload', (event) => {
      if (this.#unsaved) event.preventDefault();
    });
    this.addEventListener('click', (event) => this.#followLink(event));
    this.addEventListener('unsaved', (event) => {
      if (event instanceof CustomEvent) this.#unsaved = event.detail === true;
    });
    this.addEventListener('line-lost', () => void this.#again());
    this.addEventListener('me-changed', () => void this.#again());
    this.addEventListener('language-changed', (event) => {
      const language = event instanceof CustomEvent && STAFF_LANGUAGES.find((each) => each === event.detail);
      if (!language) return;
      if (this.me !== undefined && this.me !== 'asking') this.me = { ...this.me, language };
      this.#speak(language);
    });
    this.addEventListener('site-changed', () => void this.#readZone());
    if (location.pathname === SIGN_IN_PATH) {
      this.me = undefined;
      this.page = undefined;
    } else void this.#begin();
  }

  /** The one-time token leaves the address bar before anything else can see it. */
  #takeToken(): void {
    const token = location.pathname === SIGN_IN_PATH ? /^#token=(.+)$/.exec(location.hash)?.[1] : undefined;
    if (token === undefined) return;
    this.#token = token;
    history.replaceState(null, '', SIGN_IN_PATH);
  }

  async #begin(): Promise<void> {
    const session = await readSession(this.#api);
    this.unreachable =
      !session.ok && (session.error.reason === 'offline' || session.error.reason === 'unavailable');
    if (this.unreachable) return;
    if (session.ok && session.value.me) this.#enter(session.value.me);
    else this.me = undefined;
  }

  async #again(): Promise<void> {
    if (this.expired) return;
    const session = await readSession(this.#api);
    if (!session.ok) return;
    const { me } = session.value;
    if (!me) {
      this.#signedOut();
      return;
    }
    this.me = me;
    const path = landing(this.#shown, me.rights);
    if (path === this.#shown) return;
    // A right was taken away under an open page.
    history.replaceState(null, '', path);
    this.#stand(path);
  }

  async #readZone(): Promise<void> {
    const site = await readSite(this.#api);
    if (site.ok) this.timeZone = site.value.timeZone;
  }

  #enter(me: Me): void {
    const waiting = this.expired && this.me !== undefined && this.me !== 'asking' && this.me.id === me.id;
    this.me = me;
    this.expired = false;
    this.#token = '';
    this.#speak(me.language);
    void this.#readZone();
    if (waiting) return;
    this.#unsaved = false;
    const wanted = location.pathname === SIGN_IN_PATH ? '/' : location.pathname;
    const path = landing(wanted, me.rights);
    history.replaceState(null, '', path);
    this.#stand(path);
  }

  #signedOut(): void {
    if (this.me === undefined || this.me === 'asking') return;
    this.expired = true;
  }

  #stand(path: string): void {
    this.#shown = path;
    this.page = pageOf(path);
    document.title = `${this.page ? this.words.t(pagesFor(this.me !== undefined && this.me !== 'asking' ? this.me.rights : []).find(({ name }) => name === this.page)?.label ?? 'rail.overview') : ''} · Chime`;
  }

  #followLink(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
      return;
    const link = event.composedPath().find((each) => each instanceof HTMLAnchorElement);
    if (!(link instanceof HTMLAnchorElement) || link.target || link.origin !== location.origin) return;
    if (pageOf(link.pathname) === undefined) return;
    event.preventDefault();
    void this.#navigate(link.pathname, true);
  }

  async #navigate(path: string, push: boolean): Promise<void> {
    if (this.me === undefined || this.me === 'asking') return;
    if (this.#unsaved) {
      if (!push) history.pushState(null, '', this.#shown);
      const { words } = this;
      const leave = await ask({
        title: words.t('unsaved.title'),
        body: words.t('unsaved.body'),
        yes: words.t('unsaved.leave'),
        no: words.t('unsaved.stay'),
        danger: true,
      });
      if (!leave) return;
      this.#unsaved = false;
      push = true;
    }
    const target = landing(path, this.me.rights);
    if (push) history.pushState(null, '', target);
    this.#stand(target);
    await this.updateComplete;
    this.renderRoot.querySelector('main')?.focus();
    scrollTo(0, 0);
  }

  #speak(language: StaffLanguage): void {
    localStorage.setItem(LANGUAGE_KEY, language);
    document.documentElement.lang = language;
    this.words = words(language);
    void loadFonts(language);
    if (this.page) this.#stand(this.#shown);
  }

  #chooseLanguage(language: StaffLanguage): void {
    this.#speak(language);
    if (this.me !== undefined && this.me !== 'asking' && !this.expired) {
      this.me = { ...this.me, language };
      void changeMe(this.#api, { language });
    }
  }

  async #leave(): Promise<void> {
    const { words } = this;
    if (
      this.#unsaved &&
      !(await ask({
        title: words.t('unsaved.title'),
        body: words.t('unsaved.body'),
        yes: words.t('unsaved.leave'),
        no: words.t('unsaved.stay'),
        danger: true,
      }))
    )
      return;
    this.#unsaved = false;
    const left = await signOut(this.#api);
    if (!left.ok && left.error.reason !== 'signedOut') return;
    this.me = undefined;
    this.page = undefined;
    this.expired = false;
    history.replaceState(null, '', SIGN_IN_PATH);
  }

  override render() {
    const { me, words } = this;
    if (this.unreachable)
      return html`<main class="lonely"><p>${words.t('error.offline')}</p><button class="button" type="button" @click=${() => this.#begin()}>${words.t('action.again')}</button></main>`;
    if (me === 'asking') return nothing;
    if (me === undefined) return this.#door(false);
    return html`
      ${this.expired ? this.#door(true) : nothing}
      <div class="frame" ?hidden=${this.expired}>
        ${this.#rail(me)}
        <main tabindex="-1">${this.#page(me)}</main>
      </div>`;
  }

  #door(expired: boolean) {
    return html`<sign-in-page .words=${this.words} .api=${this.#api} .token=${this.#token} .expired=${expired}
      @signed-in=${(event: CustomEvent<Me>) => this.#enter(event.detail)}><div class="door-choices">${this.#choices()}</div></sign-in-page>`;
  }

  #rail(me: Me) {
    const { words } = this;
    return html`<nav aria-label=${words.t('rail.label')}>
      <a class="home" href="/" aria-label="Chime">${seal(50)}</a>
      <ul>${pagesFor(me.rights).map(
        ({ name, path, label }) =>
          html`<li><a href=${path} aria-current=${name === this.page ? 'page' : nothing}>${words.t(label)}</a></li>`,
      )}</ul>
      <div class="foot">${this.#choices()}<button class="leave" type="button" @click=${() => this.#leave()}>${words.t('rail.leave')}</button></div>
    </nav>`;
  }

  #choices() {
    const { words } = this;
    return html`
      <div class="choices" role="group" aria-label=${words.t('rail.language')}>${STAFF_LANGUAGES.map(
        (language) =>
          html`<button type="button" lang=${language} data-language=${language} aria-pressed=${language === words.language} @click=${() => this.#chooseLanguage(language)}>${SHORT_NAMES[language]}</button>`,
      )}</div>
      <div class="choices" role="group" aria-label=${words.t('rail.theme')}>${THEMES.map(
        (theme) =>
          html`<button type="button" data-theme=${theme} aria-pressed=${theme === this.theme} @click=${() => {
            keepTheme(theme);
            this.theme = theme;
          }}>${words.t(`theme.${theme}`)}</button>`,
      )}</div>`;
  }

  #page(me: Me) {
    const { words, timeZone } = this;
    const api = this.#api;
    switch (this.page) {
      case 'overview':
        return html`<overview-page .words=${words} .me=${me} .waiting=${this.expired}></overview-page>`;
      case 'areas':
        return html`<areas-page .words=${words} .api=${api}></areas-page>`;
      case 'terminals':
        return html`<terminals-page .words=${words} .api=${api} .timeZone=${timeZone}></terminals-page>`;
      case 'hours':
        return html`<hours-page .words=${words} .api=${api}></hours-page>`;
      case 'reasons':
        return html`<reasons-page .words=${words} .api=${api}></reasons-page>`;
      case 'users':
        return html`<users-page .words=${words} .api=${api} .me=${me} .timeZone=${timeZone}></users-page>`;
      case 'site':
        return html`<site-page .words=${words} .api=${api}></site-page>`;
      case 'records':
        return html`<records-page .words=${words} .api=${api} .timeZone=${timeZone}></records-page>`;
      case 'account':
        return html`<account-page .words=${words} .api=${api} .me=${me}></account-page>`;
      case undefined:
        return nothing;
    }
  }
}
