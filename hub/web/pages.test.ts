// The built pages in a real Chromium against a hub of in-memory data: figures, changes, every form, access, looks.
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { STAFF_LANGUAGES } from '../../shared/language.ts';
import { launchBrowser } from '../../test/browser.ts';
import { auditText } from './admin/audit-words.ts';
import { feedItem, NOW, overview } from './fake-house.ts';
import { type FakeHub, PASSWORD, startFakeHub, TOKEN } from './fake-hub.ts';
import { PAGES } from './routes.ts';
import { words } from './words.ts';

const DIST = new URL('../../dist/pages/hub/web/', import.meta.url).pathname;
const SIZES = [
  [1920, 1080],
  [1440, 900],
  [1280, 800],
] as const;
const w = words('zh-Hans');

let copy: string;
let hub: FakeHub;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let troubles: string[];

beforeAll(async () => {
  if (!existsSync(`${DIST}index.html`)) await build({ mode: 'hub/web', logLevel: 'error' });
  // A copy of its own: somebody may build anew while the tests run.
  copy = await mkdtemp(join(tmpdir(), 'chime-pages-'));
  await cp(DIST, copy, { recursive: true });
  hub = await startFakeHub(copy);
  browser = await launchBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await hub?.close();
  await rm(copy, { recursive: true, force: true });
});

beforeEach(async () => {
  hub.reset();
  troubles = [];
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => {
    // Chromium writes every refused request into the console by itself; refusals are part of these tests.
    if (message.type() === 'error' && !/Failed to load resource|WebSocket connection/.test(message.text()))
      troubles.push(message.text());
  });
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== hub.url && protocol !== 'data:') troubles.push(`left the origin: ${request.url()}`);
  });
});

afterEach(async () => {
  await context.close();
  expect(troubles).toEqual([]);
});

/** The machine may be busy: a state is waited for, not a moment. */
const soon = <T>(read: () => T) => expect.poll(read, { timeout: 10_000 });
const open = async (path: string): Promise<void> => {
  await page.goto(hub.url + path);
  await page.locator('main h1').first().waitFor();
};
const text = (selector: string): Promise<string> => page.locator(selector).first().innerText();
const act = (name: string, within = ''): Promise<void> =>
  page.locator(`${within} [data-action="${name}"]`).first().click();
const fillIn = (path: string, value: string): Promise<void> =>
  page.locator(`[data-path="${path}"]`).fill(value);
const save = (): Promise<void> => act('save', 'form-dialog');
const done = (): Promise<void> => page.locator('[data-done]').waitFor();
const errorAt = (path: string): Promise<string> => text(`.field:has([data-path="${path}"]) .error`);

describe('the overview', () => {
  it('shows the figures of the snapshot and none of its own', async () => {
    await open('/');
    const { totals, areas } = overview('today', null);
    await page.locator('[data-figure="rate"]').waitFor();
    expect(await text('[data-figure="rate"]')).toMatch(/^97\.6/);
    expect(Number(await page.locator('[data-figure="rate"]').getAttribute('data-value'))).toBe(
      totals.satisfaction.rate,
    );
    for (const level of [4, 3, 2, 1] as const) {
      expect(await text(`li:has([data-level="${level}"]) .share`)).toBe(
        `${((totals.shares?.[`n${level}`] ?? 0) * 100).toFixed(1)} %`,
      );
      expect(await text(`[data-level="${level}"]`)).toBe(w.count(totals.satisfaction.counts[`n${level}`]));
    }
    expect(await text('[data-fact="excluded"]')).toMatch(/^23/);
    for (const area of areas) {
      expect(await text(`[data-area="${area.id}"] [data-count]`)).toBe(w.count(area.satisfaction.count));
      const judged = page.locator(`[data-area="${area.id}"] [data-rate]`);
      expect(await judged.count()).toBe(area.satisfaction.tooFew ? 0 : 1);
    }
    expect(await text('[data-area="13"] .few')).toBe(w.t('areas.tooFew'));
    expect(await text('[data-terminal="13"]')).toContain(w.t('trouble.noLink'));
    expect(await text('[role="status"]')).toBe(w.t('line.live'));
  });

  it('changes without a reload and marks an excluded tap with its reason', async () => {
    await open('/');
    await page.locator('[data-figure="rate"]').waitFor();
    const totals = {
      ...overview('today', null).totals,
      excluded: { mash: 13, double: 7, locked: 4, multi: 0 },
    };
    hub.push({
      type: 'change',
      number: 1,
      now: NOW + 1000,
      set: { totals, feed: [feedItem(101, { level: 1, excluded: 'locked' })] },
    });
    await page.locator('[data-position="101"]').waitFor();
    expect(await text('[data-fact="excluded"]')).toMatch(/^24/);
    expect(await text('[data-position="101"]')).toContain(w.t('excluded.locked'));
    expect(await page.locator('[data-position="101"]').getAttribute('class')).toContain('out');
    expect(await page.locator('[data-position]').first().getAttribute('data-position')).toBe('101');
  });

  it('asks for a new snapshot when a change is missing', async () => {
    await open('/');
    await page.locator('[data-figure="rate"]').waitFor();
    hub.push({ type: 'change', number: 2, now: NOW, set: { quarantined: 77 } });
    await soon(() => hub.subscriptions.length).toBe(2);
    expect(hub.subscriptions[1]?.resume).toBeUndefined();
    hub.push({ type: 'change', number: 1, now: NOW, set: { quarantined: 5 } });
    await page.getByText(w.t('rack.quarantined', { n: 5 })).waitFor();
  });

  it('resumes behind the last change after the line was cut, and says so meanwhile', async () => {
    await open('/');
    await page.locator('[data-figure="rate"]').waitFor();
    hub.push({ type: 'change', number: 1, now: NOW, set: { quarantined: 4 } });
    await page.getByText(w.t('rack.quarantined', { n: 4 })).waitFor();
    hub.accepting = false;
    hub.cutSockets();
    await page.getByText(w.t('line.reconnecting')).waitFor();
    expect(await text('[data-figure="rate"]')).toMatch(/^97\.6/);
    hub.accepting = true;
    await soon(() => text('overview-page [role="status"]')).toBe(w.t('line.live'));
    expect(hub.subscriptions.at(-1)?.resume).toEqual({ stream: 's', since: 1 });
  });

  it('filters by the chosen area and by period', async () => {
    await open('/');
    await page.locator('[data-area="14"] button').click();
    await page.locator('[data-area="14"].chosen').waitFor();
    await soon(() => text('[data-figure="rate"]')).toMatch(/^86\.5/);
    await page.locator('[data-period="7days"]').click();
    await soon(() => hub.subscriptions.at(-1)).toMatchObject({ area: 14, period: '7days' });
    await soon(() => text('.name')).toContain(w.t('band.rate.7days'));
    await act('all-areas');
    await soon(() => hub.subscriptions.at(-1)?.area).toBeNull();
  });

  it('says in words what is not known', async () => {
    await open('/');
    const nothing = {
      count: 0,
      counts: { n4: 0, n3: 0, n2: 0, n1: 0 },
      rate: null,
      interval: null,
      harsh: null,
      tooFew: true,
      verdict: 'tooFew',
    } as const;
    const view = overview('today', null);
    hub.push({
      type: 'snapshot',
      stream: 'n',
      number: 0,
      now: NOW,
      view: {
        ...view,
        totals: { ...view.totals, satisfaction: nothing, coverage: null },
        feed: [],
        reasons: [],
      },
    });
    await page.locator('[data-figure="none"]').waitFor();
    expect(await text('[data-figure="none"]')).toBe(w.t('band.none.today'));
    expect(await page.locator('[data-figure="rate"]').count()).toBe(0);
    const few = {
      ...nothing,
      count: 12,
      counts: { n4: 11, n3: 0, n2: 0, n1: 1 },
      rate: 11 / 12,
      interval: { low: 0.65, high: 0.98 },
      harsh: 1 / 12,
    };
    hub.push({ type: 'change', number: 1, now: NOW, set: { totals: { ...view.totals, satisfaction: few } } });
    await page.locator('[data-figure="tooFew"]').waitFor();
    expect(await page.locator('satisfaction-band').innerText()).not.toMatch(/91\.|92/);
  });

  it('reads the curve point by point from the keyboard', async () => {
    await open('/');
    await page.locator('day-curve [role="group"]').focus();
    await page.keyboard.press('ArrowLeft');
    expect(await text('day-curve .readout')).toMatch(/^\d\d:\d\d–\d\d:\d\d/);
  });
});

describe('signing in', () => {
  it('redeems the link and takes its token out of the address', async () => {
    hub.state.signedIn = false;
    await page.goto(`${hub.url}/sign-in#token=${TOKEN}`);
    await page.locator('[data-figure="rate"]').waitFor();
    expect(page.url()).toBe(`${hub.url}/`);
  });

  it('says clearly that a link was used, a password is wrong, or that it was tried too often', async () => {
    hub.state.signedIn = false;
    await page.goto(`${hub.url}/sign-in#token=${'B'.repeat(43)}`);
    await page.getByText(w.t('signIn.linkRefused')).waitFor();
    await fillIn('/login', 'administrator');
    await fillIn('/password', 'wrong');
    await page.keyboard.press('Enter');
    await page.getByText(w.t('error.wrongCredentials')).waitFor();
    hub.refuse('POST', '/api/session', { reason: 'tooMany', path: '', message: 'wait' });
    await fillIn('/password', 'wrong');
    await page.keyboard.press('Enter');
    await page.getByText(w.t('error.tooMany')).waitFor();
    await fillIn('/password', PASSWORD);
    await page.keyboard.press('Enter');
    await page.locator('[data-figure="rate"]').waitFor();
  });

  it('comes back to the page with its unsaved words after the session ended', async () => {
    await open('/admin/site');
    await fillIn('/minimum', '40');
    hub.state.signedIn = false;
    await act('save');
    await page.getByText(w.t('signIn.expired')).waitFor();
    await fillIn('/login', 'administrator');
    await fillIn('/password', PASSWORD);
    await page.keyboard.press('Enter');
    await page.locator('[data-path="/minimum"]').waitFor({ state: 'visible' });
    expect(await page.locator('[data-path="/minimum"]').inputValue()).toBe('40');
    await act('save');
    await done();
    expect(hub.state.site.minimum).toBe(40);
  });

  it('is live again at once when somebody signs in above the open overview', async () => {
    await open('/');
    await page.locator('[data-figure="rate"]').waitFor();
    hub.state.signedIn = false;
    hub.push({ type: 'refuse', reason: 'signedOut' });
    await page.getByText(w.t('signIn.expired')).waitFor();
    await fillIn('/login', 'administrator');
    await fillIn('/password', PASSWORD);
    await page.keyboard.press('Enter');
    await soon(() => text('overview-page [role="status"]')).toBe(w.t('line.live'));
    expect(hub.subscriptions.at(-1)?.resume).toEqual({ stream: 's', since: 0 });
  });

  it('stays signed in when only another session ended', async () => {
    await open('/');
    await page.locator('[data-figure="rate"]').waitFor();
    hub.push({ type: 'refuse', reason: 'signedOut' });
    await soon(() => hub.subscriptions.length).toBe(2);
    await soon(() => text('overview-page [role="status"]')).toBe(w.t('line.live'));
    expect(await page.locator('sign-in-page').count()).toBe(0);
  });

  it('shows only the pages that the rights open', async () => {
    hub.state.me.rights = ['see'];
    await open('/admin/users');
    expect(page.url()).toBe(`${hub.url}/`);
    expect(await page.locator('nav li').count()).toBe(2);
  });

  it('signs out', async () => {
    await open('/');
    await page.getByRole('button', { name: w.t('rail.leave') }).click();
    await page.locator('sign-in-page').waitFor();
    expect(hub.state.signedIn).toBe(false);
  });
});

describe('administration', () => {
  it('adds, renames, moves, puts in order and retires areas', async () => {
    await open('/admin/areas');
    await act('add', '[data-area="2"]');
    await fillIn('/name/zh-Hant', '三層展廳');
    await save();
    expect(await errorAt('/name/zh-Hans')).toBe(w.t('error.required'));
    await fillIn('/name/zh-Hans', '三层展厅');
    await fillIn('/name/en', 'Gallery, 3F');
    await page.keyboard.press('Enter');
    await done();
    const added = hub.state.areas.at(-1);
    expect(added).toMatchObject({ parent: 2, kind: 'hall', name: { en: 'Gallery, 3F' } });
    await act('edit', '[data-area="14"]');
    await fillIn('/name/ja', '2階トイレ');
    await page.locator('[data-path="/parent"]').selectOption('4');
    await save();
    await soon(() => hub.state.areas.find(({ id }) => id === 14)).toMatchObject({
      parent: 4,
      name: { ja: '2階トイレ' },
    });
    await act('later', '[data-area="5"]');
    await soon(() => page.locator('tr[data-area]').nth(2).getAttribute('data-area')).toBe('6');
    hub.refuse('PATCH', '/api/areas/5', {
      reason: 'conflict',
      path: '/retired',
      message: 'a terminal stands here',
    });
    await act('retire', '[data-area="5"]');
    await act('yes');
    await page.getByText('a terminal stands here').waitFor();
    await act('retire', '[data-area="5"]');
    await act('yes');
    await soon(() => hub.state.areas.find(({ id }) => id === 5)?.retired).toBe(true);
  });

  it('enrols a terminal with a code shown once, and revokes it', async () => {
    await open('/admin/terminals');
    await act('enrol');
    await page.locator('[data-path="/area"]').selectOption('14');
    await save();
    await page.locator('[data-code]').first().waitFor();
    expect(await text('enrol-dialog [data-code]')).toBe('7K3Q M9TD');
    expect(await text('[role="timer"]')).toMatch(/(10:00|9:5\d)/);
    await act('cancel', 'form-dialog');
    await act('revoke');
    await soon(() => hub.state.codes.length).toBe(0);
  });

  it('changes, commands, approves and retires terminals; a taken number is refused at its field', async () => {
    await open('/admin/terminals');
    await act('identify', '[data-terminal="1"]');
    await done();
    await act('reload', '[data-terminal="2"]');
    await soon(() => hub.state.commands).toEqual(['1 identify', '2 reload']);
    await act('approve');
    await soon(() => hub.state.terminals.every(({ approved }) => approved)).toBe(true);
    await act('edit', '[data-terminal="1"]');
    await fillIn('/number', '2');
    await save();
    expect(await errorAt('/number')).toContain('another terminal has this number');
    await fillIn('/number', '21');
    await fillIn('/label', '<b>A-0001</b>');
    await page.locator('[data-path="/inService"]').uncheck();
    await save();
    await soon(() => hub.state.terminals[0]).toMatchObject({
      number: 21,
      label: '<b>A-0001</b>',
      inService: false,
    });
    await page.getByText('<b>A-0001</b>').waitFor();
    await act('edit', '[data-terminal="21"]');
    await act('retire', 'terminal-dialog');
    await act('yes');
    await soon(() => hub.state.terminals[0]?.retiredAt).toBe(NOW);
  });

  it('edits opening hours and refuses what is not sound at its day', async () => {
    await open('/admin/opening-hours');
    await page.locator('[data-weekday="1"] input[type="checkbox"]').uncheck();
    const [opens, closes] = [
      page.locator('[data-weekday="2"] input').nth(1),
      page.locator('[data-weekday="2"] input').nth(2),
    ];
    await opens.fill('18:00');
    await closes.fill('17:00');
    await closes.blur();
    expect(await text('[data-weekday="2"] .error')).toBe(w.t('hours.backwards'));
    await opens.fill('9:00');
    await opens.blur();
    await act('add-exception');
    await page.locator('[data-exception="0"] input[type="date"]').fill('2026-10-01');
    await act('save');
    await done();
    expect(hub.state.hours.week[1]).toBeNull();
    expect(hub.state.hours.week[2]).toEqual({ opens: 540, closes: 1020 });
    expect(hub.state.hours.exceptions).toEqual([{ day: 20261001, hours: null }]);
  });

  it('asks before unsaved words are lost', async () => {
    await open('/admin/opening-hours');
    await page.locator('[data-weekday="1"] input[type="checkbox"]').uncheck();
    await page.locator('nav a[href="/admin/areas"]').click();
    await page.getByText(w.t('unsaved.title')).waitFor();
    await page.getByRole('button', { name: w.t('unsaved.stay') }).click();
    expect(await page.locator('[data-weekday="1"] input[type="checkbox"]').isChecked()).toBe(false);
    await page.locator('nav a[href="/admin/areas"]').click();
    await act('yes');
    await page.locator('areas-page').waitFor();
  });

  it('orders, changes, retires and adds reasons', async () => {
    await open('/admin/reasons');
    await act('later', '[data-reason="floor"]');
    await soon(() =>
      hub.state.reasons
        .toSorted((a, b) => a.order - b.order)
        .map(({ id }) => id)
        .slice(0, 2),
    ).toEqual(['smell', 'floor']);
    await act('edit', '[data-reason="bin"]');
    await fillIn('/name/en', '');
    await save();
    expect(await errorAt('/name/en')).toBe(w.t('error.required'));
    await fillIn('/name/en', 'Bin overflows');
    await page.locator('[data-icon="fault"]').click();
    await page.locator('[data-path="/routesTo"]').selectOption('maintenance');
    await save();
    await soon(() => hub.state.reasons.find(({ id }) => id === 'bin')).toMatchObject({
      icon: 'fault',
      routesTo: 'maintenance',
      name: { en: 'Bin overflows' },
    });
    await act('retire', '[data-reason="queue"]');
    await soon(() => hub.state.reasons.find(({ id }) => id === 'queue')?.retired).toBe(true);
    await act('add');
    for (const [language, name] of [
      ['zh-Hant', '太暗'],
      ['zh-Hans', '太暗'],
      ['en', 'Too dark'],
    ])
      await fillIn(`/name/${language}`, name ?? '');
    await save();
    await soon(() => hub.state.reasons.at(-1)).toMatchObject({ id: 'own1', name: { en: 'Too dark' } });
  });

  it('adds users by post, changes and deactivates them, and shows a sign-in link once', async () => {
    await open('/admin/users');
    await act('add');
    await fillIn('/login', 'project.manager');
    await fillIn('/name', '保洁员，二号厅');
    await save();
    expect(await text('user-dialog .error')).toBe(w.t('error.required'));
    await page.locator('[data-path="/roles/cleaner"]').check();
    await save();
    expect(await errorAt('/login')).toContain('this login is taken');
    await fillIn('/login', 'cleaner.hall2b');
    await save();
    await done();
    expect(hub.state.users.at(-1)).toMatchObject({ login: 'cleaner.hall2b', roles: ['cleaner'], areas: [1] });
    await act('edit', '[data-user="leader.bells"]');
    await page.locator('[data-path="/roles/quality"]').check();
    await page.locator('[data-path="/areas/3"]').check();
    await save();
    await soon(() => hub.state.users[2]).toMatchObject({ roles: ['shiftLeader', 'quality'], areas: [2, 3] });
    await act('switch', '[data-user="leader.bells"]');
    await act('yes');
    await soon(() => hub.state.users[2]?.active).toBe(false);
    await act('link', '[data-user="project.manager"]');
    expect(await page.locator('input.link').inputValue()).toContain(`#token=${TOKEN}`);
    await act('copy', 'form-dialog');
    await page.getByText(w.t('users.copied')).waitFor();
  });

  it('changes the museum and shows a refusal at its field', async () => {
    await open('/admin/site');
    await fillIn('/target', '97.5');
    await fillIn('/publicUrl', 'museum');
    await page.locator('[data-path="/desk"]').check();
    for (const language of STAFF_LANGUAGES) await fillIn(`/desk/where/${language}`, '1F');
    await act('save');
    expect(await errorAt('/publicUrl')).toContain(w.t('error.invalid'));
    await fillIn('/publicUrl', 'https://museum.example');
    await act('save');
    await done();
    expect(hub.state.site).toMatchObject({
      target: 0.975,
      publicUrl: 'https://museum.example',
      desk: { where: { en: '1F' }, way: null },
    });
  });

  it('runs both proofs and lists the trail and what was not understood', async () => {
    await open('/admin/records');
    await act('verify');
    await soon(() => text('[data-report="verify"]')).toContain(w.t('records.sound'));
    await act('replay');
    await soon(() => text('[data-report="replay"]')).toContain(w.t('records.equal'));
    expect(await text('[data-block="audit"]')).toContain(auditText(w, 'area.renamed'));
    expect(await text('[data-block="quarantine"]')).toContain('must be 1, 2, 3 or 4');
  });

  it('changes my language at once and my password with the current one', async () => {
    await open('/account');
    await fillIn('/currentPassword', 'not this one');
    await fillIn('/password', 'another long password');
    await fillIn('/again', 'another long password');
    await act('save');
    expect(await errorAt('/currentPassword')).toBe(w.t('account.wrong'));
    expect(await page.locator('.notice.wrong').count()).toBe(0);
    await fillIn('/currentPassword', PASSWORD);
    await act('save');
    await done();
    await page.locator('[data-path="/language"]').selectOption('en');
    await page.getByRole('heading', { name: words('en').t('rail.account') }).waitFor();
    expect(hub.state.me.language).toBe('en');
  });
});

describe('the switches in the rail', () => {
  it('keep language and theme over a reload', async () => {
    await open('/');
    await page.locator('[data-language="zh-Hant"]').click();
    await page.locator('button[data-theme="dark"]').click();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: words('zh-Hant').t('rail.overview') }).waitFor();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-Hant');
  });
});

const look = async (): Promise<string[]> => {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    // The script of axe was just put into the page.
    const run: unknown = Reflect.get(window, 'axe');
    if (typeof run !== 'object' || run === null) return ['axe is missing'];
    const start: unknown = Reflect.get(run, 'run');
    if (typeof start !== 'function') return ['axe is missing'];
    const { violations } = await start.call(run, document);
    return violations.map(
      (each: { id: string; nodes: { target: unknown; failureSummary: string }[] }) =>
        `${each.id}: ${JSON.stringify(each.nodes.map(({ target }) => target).slice(0, 3))} ${each.nodes[0]?.failureSummary ?? ''}`,
    );
  });
};

describe.each(['light', 'dark'] as const)('in %s every page', (colorScheme) => {
  it.each(['/sign-in', ...PAGES.map(({ path }) => path)])('%s is clean for axe', async (path) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    hub.state.signedIn = path !== '/sign-in';
    await open(path);
    await page.waitForTimeout(250);
    expect(await look()).toEqual([]);
  });

  it('and every dialog is clean for axe', async () => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const [path, action, within] of [
      ['/admin/areas', 'edit', '[data-area="14"]'],
      ['/admin/terminals', 'enrol', ''],
      ['/admin/terminals', 'edit', '[data-terminal="1"]'],
      ['/admin/reasons', 'edit', '[data-reason="bin"]'],
      ['/admin/users', 'add', ''],
      ['/admin/users', 'switch', '[data-user="leader.bells"]'],
    ] as const) {
      await open(path);
      await act(action, within);
      await page.locator('dialog[open]').waitFor();
      expect(await look(), `${path} ${action}`).toEqual([]);
    }
  });
});

describe('on every screen and in every language', () => {
  it.each(PAGES.map(({ path }) => path))('%s keeps everything within its width', async (path) => {
    await open(path);
    for (const language of STAFF_LANGUAGES) {
      await page.locator(`button[data-language="${language}"]`).click();
      await page.evaluate(() => document.fonts.ready.then(() => undefined));
      for (const [width, height] of SIZES) {
        await page.setViewportSize({ width, height });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(over, `${language} ${width}`).toBeLessThanOrEqual(0);
      }
    }
  });
});
