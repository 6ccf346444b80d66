// From a tap in a real browser to the supervisor's page in another: every figure shown equals an independent recount.
import { mkdirSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MeSchema, SignInLinkSchema, SiteSchema } from '../shared/api.ts';
import { LEVELS } from '../shared/level.ts';
import { LOCK_MS } from '../shared/policy.ts';
import { axeFindings, launchBrowser, openContext, type Watched } from './browser.ts';
import { Dashboard } from './house/dashboard.ts';
import { type House, openHouse } from './house/house.ts';
import { readJournal } from './house/journal.ts';
import { differences, type Judged, judge } from './house/recount.ts';
import { until } from './house/until.ts';
import { compiled } from './root.ts';

/** A pause after which the filter sees a new run of taps. */
const RUN_ENDS_MS = 6_300;
const LOCK_OPENS_MS = LOCK_MS + 250;
const MINIMUM = 5;
const SHOTS = compiled('shots');

let house: House;
let browser: Browser;
const contexts: Watched[] = [];
let dashboard: Dashboard | undefined;

beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true });
  [house, browser] = await Promise.all([openHouse(), launchBrowser()]);
}, 90_000);
afterAll(async () => {
  dashboard?.leave();
  await browser?.close();
  await house?.close();
});

async function pageOf(width: number, height: number, url: string): Promise<Page> {
  const watched = await openContext(browser, { viewport: { width, height }, locale: 'zh-TW' });
  contexts.push(watched);
  return watched.open(url);
}

const button = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('button', { name, exact: true }).first();

/** Pointer-down in the middle, as a finger does; nothing waits for the page to stand still. */
async function touch(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  const box = await target.boundingBox();
  if (!box) throw new Error('nothing to touch');
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}

async function looksSound(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${SHOTS}/journey-${name}.png` });
  expect(await axeFindings(page), name).toEqual([]);
}

const numberIn = async (locator: Locator): Promise<number> =>
  Number(
    (await locator.innerText())
      .trim()
      .split('\n')[0]
      ?.replace(/[^\d.-]/g, ''),
  );

/** What a supervisor reads from the page itself. */
async function read(page: Page): Promise<object> {
  const levels = Object.fromEntries(
    await Promise.all(
      LEVELS.map(async (level) => [level, await numberIn(page.locator(`[data-level="${level}"]`))] as const),
    ),
  );
  const areas = Object.fromEntries(
    await Promise.all(
      [house.areas.hall, house.areas.restroom].map(
        async (area) => [area, await numberIn(page.locator(`tr[data-area="${area}"] [data-count]`))] as const,
      ),
    ),
  );
  const feed = await page.locator('li[data-position]').all();
  const lines = await Promise.all(
    feed.map(async (line) => ({
      position: Number(await line.getAttribute('data-position')),
      out: /\bout\b/.test((await line.getAttribute('class')) ?? ''),
    })),
  );
  const figure = page.locator('[data-figure="rate"]');
  // Absent while there are too few to judge; waiting for it would age everything read before.
  const rate = (await figure.count()) === 0 ? null : await figure.getAttribute('data-value');
  const reasons = await page
    .locator('li[data-reason]')
    .evaluateAll((items) => items.map((item) => item.getAttribute('data-reason')).sort());
  const excluded = await numberIn(page.locator('[data-fact="excluded"]'));
  return { levels, areas, lines, rate: rate === null ? null : Number(rate), reasons, excluded };
}

function expected(taps: readonly Judged[]): object {
  const counted = taps.filter(({ verdict }) => verdict === 'counted');
  const levels = Object.fromEntries(
    LEVELS.map((level) => [level, counted.filter((tap) => tap.level === level).length]),
  );
  const areas = Object.fromEntries(
    [house.areas.hall, house.areas.restroom].map((area) => [
      area,
      counted.filter((tap) => tap.area === area).length,
    ]),
  );
  const lines = [...taps]
    .sort((a, b) => b.position - a.position)
    .map(({ position, verdict }) => ({ position, out: verdict !== 'counted' }));
  const qualified = counted.filter(({ level }) => level > 1).length;
  const rate = counted.length < MINIMUM ? null : qualified / counted.length;
  const reasons = [...new Set(counted.flatMap((tap) => (tap.level === 1 ? tap.reasons : [])))].sort();
  return { levels, areas, lines, rate, reasons, excluded: taps.length - counted.length };
}

/** The page and the live socket show what the journal holds, without a reload. */
async function figuresAgree(page: Page, taps: number): Promise<Judged[]> {
  let judged: Judged[] = [];
  let [shown, right, found]: [object, object, string[]] = [{}, { taps }, []];
  const agree = async (): Promise<boolean> => {
    const journal = await readJournal(house.hubData);
    judged = judge(journal);
    if (judged.length !== taps || !dashboard?.view) return false;
    [shown, right] = [await read(page), expected(judged)];
    found = differences(dashboard.view, journal, dashboard.now);
    return JSON.stringify(shown) === JSON.stringify(right) && found.length === 0;
  };
  await until(`${taps} taps are shown right`, agree, 15_000, () =>
    JSON.stringify({ stored: judged.length, shown, right, found }),
  );
  return judged;
}

describe('a day at the museum', () => {
  it('shows every tap once, rightly counted, on a page that is never reloaded', async () => {
    const hall = await house.addTerminal(house.areas.hall);
    const restroom = await house.addTerminal(house.areas.restroom);
    const site = await house.session.get('/api/site', SiteSchema);
    await house.session.send('PUT', '/api/site', { ...site, minimum: MINIMUM });
    dashboard = new Dashboard(house.session);

    const me = await house.session.get('/api/me', MeSchema);
    const link = await house.session.post(`/api/users/${me.id}/sign-in-link`, {}, SignInLinkSchema);
    const supervisor = await pageOf(1920, 1080, `${house.url}/sign-in`);
    await supervisor.locator('input').first().waitFor();
    await looksSound(supervisor, 'sign-in');
    // A link that is opened anew, not a mere change of the fragment.
    await supervisor.goto('about:blank');
    await supervisor.goto(link.url);
    await supervisor.locator('[data-figure="none"]').waitFor();
    expect(supervisor.url()).not.toContain('token');
    await looksSound(supervisor, 'overview-before-the-first-tap');
    await supervisor.evaluate('window.neverReloaded = true');

    const tall = await pageOf(1080, 1920, `${hall.url}/`);
    const wide = await pageOf(1280, 800, `${restroom.url}/`);
    await button(tall, '很滿意').waitFor();
    await button(wide, '不滿意').waitFor();
    await looksSound(tall, 'ask-tall');

    // Hall: three visitors, the third dissatisfied with the floor and the smell.
    await touch(tall, button(tall, '很滿意'));
    await tall.waitForTimeout(LOCK_OPENS_MS);
    await looksSound(tall, 'thanks-tall');
    await touch(tall, button(tall, '滿意'));
    await figuresAgree(supervisor, 2);
    await tall.waitForTimeout(LOCK_OPENS_MS);
    await touch(tall, button(tall, '不滿意'));
    await touch(tall, button(tall, /地面髒/));
    await touch(tall, button(tall, /有異味/));
    await touch(tall, button(tall, '選好了'));

    // Restroom: a visitor who changes the language in the middle of the answer.
    await touch(wide, button(wide, '不滿意'));
    await touch(wide, button(wide, /沒有廁紙/));
    await touch(wide, button(wide, 'English'));
    const paper = button(wide, /No toilet paper/);
    await paper.waitFor();
    expect(await paper.getAttribute('aria-pressed')).toBe('true');
    await touch(wide, button(wide, /No soap/));
    // The screen moves on by itself after twelve seconds without a touch; looking at it takes long on a busy machine.
    await looksSound(wide, 'reasons-wide-english');
    const judged = await figuresAgree(supervisor, 4);
    expect(
      judged.map(({ verdict, level, reasons }) => ({ verdict, level, reasons: [...reasons].sort() })),
    ).toEqual([
      { verdict: 'counted', level: 4, reasons: [] },
      { verdict: 'counted', level: 3, reasons: [] },
      { verdict: 'counted', level: 1, reasons: ['floor', 'smell'] },
      { verdict: 'counted', level: 1, reasons: ['paper', 'soap'] },
    ]);

    // A child at the restroom's glass; then, a while later, somebody who means it.
    await wide.locator('rating-bell').first().waitFor();
    await wide.waitForTimeout(RUN_ENDS_MS);
    for (const key of ['1', '4', '1', '2', '4', '1']) {
      await wide.keyboard.press(key);
      await wide.waitForTimeout(120);
    }
    const mashed = await figuresAgree(supervisor, 10);
    expect(mashed.slice(4).map(({ verdict }) => verdict)).toEqual(Array(6).fill('mash'));
    await wide.waitForTimeout(RUN_ENDS_MS);
    await wide.keyboard.press('3');
    await tall.keyboard.press('1');
    const all = await figuresAgree(supervisor, 12);
    expect(all.filter(({ verdict }) => verdict === 'counted')).toHaveLength(6);

    await looksSound(supervisor, 'overview');
    expect(await supervisor.evaluate('window.neverReloaded')).toBe(true);
    console.log(
      `journey: ${all.length} taps made, ${all.length} stored, 6 counted, 6 excluded, every figure recounted`,
    );
  }, 120_000);

  it.each(['areas', 'terminals', 'opening-hours', 'reasons', 'users', 'site', 'records'])(
    'has nothing for axe to find on the administrator’s page %s',
    async (name) => {
      const [supervisor] = contexts;
      const page = await supervisor?.open(`${house.url}/admin/${name}`);
      if (!page) throw new Error('nobody is signed in');
      await page.locator('h1').first().waitFor();
      await page.waitForLoadState('networkidle');
      await looksSound(page, `admin-${name}`);
      await page.close();
    },
  );

  it('wrote no error to any console and asked nothing of any other machine', () => {
    expect(contexts).toHaveLength(3);
    expect(contexts.flatMap(({ errors }) => errors)).toEqual([]);
    expect(contexts.flatMap(({ foreign }) => foreign)).toEqual([]);
  });
});
