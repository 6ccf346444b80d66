// The built page in real Chromium, in front of a scripted terminal.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GlassState } from '../shared/glass.ts';
import { LANGUAGES } from '../shared/language.ts';
import { MUSEUM_HOURS } from '../shared/opening-hours.ts';
import { launchBrowser } from '../test/browser.ts';
import { type FakeTerminal, fakeTerminal, samplePolicy } from './fake-terminal.ts';
import { buildPage, measure, openGlass, PAGES, settled } from './glass-page.ts';

const CODE = '7K3QM9TD2FHW';
const WHOLE = { left: 12_000, whole: 12_000 };
type Scene = Partial<Omit<GlassState, 'type'>> & { readonly tag: string; readonly tallOnly?: boolean };

const SCENES: Readonly<Record<string, Scene>> = {
  ask: { tag: 'glass-ask', screen: { name: 'ask', night: false } },
  reasons: { tag: 'glass-reasons', screen: { name: 'reasons', code: CODE, chosen: ['paper'], ...WHOLE } },
  thanks: {
    tag: 'glass-thanks',
    screen: {
      name: 'thanks',
      level: 4,
      code: CODE,
      receiptUrl: `https://museum.example/r/#${CODE}`,
      ...WHOLE,
    },
  },
  thanksWithoutQr: {
    tag: 'glass-thanks',
    screen: { name: 'thanks', level: 2, code: CODE, receiptUrl: null, ...WHOLE },
  },
  night: {
    tag: 'glass-night',
    screen: { name: 'ask', night: true },
    opening: { minutes: 540, day: 'tomorrow', weekday: 2 },
    policy: { ...samplePolicy, openingHours: MUSEUM_HOURS },
  },
  resting: { tag: 'glass-resting', screen: { name: 'outOfService', why: 'resting' } },
  settingUp: { tag: 'glass-resting', screen: { name: 'outOfService', why: 'setUp' } },
  lowerAsk: { tag: 'glass-ask', screen: { name: 'ask', night: false }, lower: true, tallOnly: true },
  lowerReasons: {
    tag: 'glass-reasons',
    screen: { name: 'reasons', code: CODE, chosen: [], ...WHOLE },
    lower: true,
    tallOnly: true,
  },
  lowerThanks: {
    tag: 'glass-thanks',
    screen: {
      name: 'thanks',
      level: 1,
      code: CODE,
      receiptUrl: `https://museum.example/r/#${CODE}`,
      ...WHOLE,
    },
    lower: true,
    tallOnly: true,
  },
};
/** Width, height, and px per mm of the glass that the design names. */
const SIZES = [
  [1080, 1920, 4.0],
  [1920, 1080, 4.0],
  [1280, 800, 5.9],
  [800, 480, 5.2],
] as const;
const TALL: readonly [number, number] = [1080, 1920];

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const face = (page: Page, index: number) => page.locator('rating-bell').nth(index);

let browser: Browser;
let terminal: FakeTerminal;

beforeAll(async () => {
  buildPage();
  browser = await launchBrowser();
}, 120_000);
afterAll(() => browser.close());
beforeEach(async () => {
  terminal = await fakeTerminal(PAGES);
});
afterEach(() => terminal.close());

const show = (scene: Scene, change: Partial<Omit<GlassState, 'type'>> = {}): void => {
  const { tag: _, tallOnly: __, ...state } = scene;
  terminal.show({ opening: null, lower: false, policy: samplePolicy, ...state, ...change });
};

describe('the page', () => {
  it('weighs at most 60 kB compressed, fonts and their rules apart', () => {
    const files = readdirSync(`${PAGES}/assets`).filter(
      (file) => /\.(js|css)$/.test(file) && !/^noto-/.test(file),
    );
    const sizes = files.map((file) => gzipSync(readFileSync(`${PAGES}/assets/${file}`), { level: 9 }).length);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    console.info(`kiosk page: ${total} bytes compressed`);
    expect(total).toBeLessThanOrEqual(60_000);
  });

  it.each(SIZES)(
    'shows every screen in every language without a text cut, outside or upon another, at %i × %i',
    async (width, height, pixelsPerMm) => {
      const { page, complaints } = await openGlass(browser, terminal.url, [width, height]);
      const faults: string[] = [];
      for (const [name, scene] of Object.entries(SCENES)) {
        if (scene.tallOnly && width > height) continue;
        for (const language of LANGUAGES) {
          const policy = { ...(scene.policy ?? samplePolicy), pixelsPerMm };
          show(scene, { language, policy });
          await settled(page, scene.tag, language);
          const found = await measure(page, Math.floor(20 * pixelsPerMm));
          faults.push(...found.map((fault) => `${name} ${language}: ${fault}`));
        }
      }
      await page.close();
      expect(faults).toEqual([]);
      expect(complaints).toEqual([]);
    },
    120_000,
  );

  it('gives axe nothing to find on any screen', async () => {
    const found: string[] = [];
    for (const [width, height] of [SIZES[0], SIZES[3]]) {
      const { page } = await openGlass(browser, terminal.url, [width, height]);
      await page.evaluate(axe);
      for (const [name, scene] of Object.entries(SCENES)) {
        if (scene.tallOnly && width > height) continue;
        show(scene, { language: 'en' });
        await settled(page, scene.tag, 'en');
        const violations = await page.evaluate(
          'axe.run().then((r) => r.violations.map((v) => v.id + " " + v.nodes[0].html))',
        );
        if (Array.isArray(violations)) found.push(...violations.map((each) => `${name}: ${String(each)}`));
        else found.push(`${name}: axe did not answer`);
      }
      await page.close();
    }
    expect(found).toEqual([]);
  }, 120_000);
});

describe('a tap', () => {
  it('shows the pressed face in the same frame as pointer-down, and rates once', async () => {
    const { page } = await openGlass(browser, terminal.url, TALL, 'no-preference');
    const pressed = await face(page, 2).evaluate((bell) => {
      const button = bell.shadowRoot?.querySelector('button');
      button?.dispatchEvent(
        new PointerEvent('pointerdown', { isPrimary: true, button: 0, bubbles: true, composed: true }),
      );
      const moved = getComputedStyle(bell.shadowRoot?.querySelector('.figure') ?? bell).transform;
      return { attribute: bell.hasAttribute('pressed'), moved };
    });
    expect(pressed.attribute).toBe(true);
    expect(pressed.moved).toMatch(/matrix\(1, 0, 0, 1, 0, [1-9]/);
    await page.locator('glass-thanks').waitFor();
    expect([...terminal.taps.values()].flat()).toMatchObject([
      { level: 2, input: 'touch', language: 'zh-Hant', ago: expect.any(Number) },
    ]);
    await page.close();
  });

  it('rates once by a real finger and once by each key', async () => {
    const { page } = await openGlass(browser, terminal.url, [800, 480]);
    await face(page, 0).click();
    await page.locator('glass-thanks').waitFor();
    await page.keyboard.press('2');
    await expect.poll(() => terminal.taps.size).toBe(2);
    show(SCENES['ask'] ?? { tag: '' });
    await page.locator('glass-ask').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect.poll(() => terminal.taps.size).toBe(3);
    const taps = [...terminal.taps.values()].flat().map(({ level, input }) => [level, input]);
    expect(taps).toEqual([
      [4, 'touch'],
      [3, 'keyboard'],
      [2, 'keyboard'],
    ]);
    await page.close();
  });

  it('of the next visitor counts while thanks still stands', async () => {
    const { page } = await openGlass(browser, terminal.url, TALL);
    await face(page, 0).click();
    await page.locator('glass-thanks').waitFor();
    await face(page, 3).click();
    await page.locator('glass-reasons').waitFor();
    expect([...terminal.taps.values()].flat().map((each) => each.level)).toEqual([4, 1]);
    await page.close();
  });

  it('[G3] made while the terminal is away is answered calmly and delivered later with the same code and its age', async () => {
    const { page, complaints } = await openGlass(browser, terminal.url, TALL);
    terminal.answers = false;
    await face(page, 1).click();
    await expect.poll(() => terminal.intents.filter((each) => each.type === 'tap').length).toBe(1);
    terminal.sleep();
    await face(page, 0).click();
    await page.getByText('您的評價已記下，稍後送達。').waitFor();
    await page.locator('glass-ask').waitFor({ timeout: 10_000 });
    terminal.answers = true;
    terminal.wake();
    await expect.poll(() => terminal.taps.size, { timeout: 10_000 }).toBe(2);
    const sentBefore = terminal.intents.find((each) => each.type === 'tap');
    const [first, second] = [...terminal.taps.values()].flat();
    expect(first?.code).toBe(sentBefore?.type === 'tap' ? sentBefore.code : '');
    expect(first?.level).toBe(3);
    expect(second?.level).toBe(4);
    expect(second?.ago).toBeGreaterThan(1_400);
    await expect.poll(() => page.evaluate(() => localStorage.length)).toBe(0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('[G3] outlives a reload of the page', async () => {
    const { page } = await openGlass(browser, terminal.url, TALL);
    terminal.sleep();
    await face(page, 3).click();
    await page.reload();
    await page.waitForTimeout(300);
    terminal.wake();
    await expect.poll(() => terminal.taps.size, { timeout: 10_000 }).toBe(1);
    const [tap] = [...terminal.taps.values()].flat();
    expect(tap).toMatchObject({ level: 1 });
    expect(tap?.ago).toBeGreaterThan(200);
    await page.close();
  });
});

describe('reasons', () => {
  it('stay chosen when the language changes in mid-answer', async () => {
    const { page } = await openGlass(browser, terminal.url, TALL);
    await face(page, 3).click();
    await page.getByRole('button', { name: '沒有廁紙' }).click();
    await page.getByRole('button', { name: '한국어' }).click();
    await settled(page, 'glass-reasons', 'ko');
    const paper = page.getByRole('button', { name: '휴지가 없음' });
    expect(await paper.getAttribute('aria-pressed')).toBe('true');
    await page.getByRole('button', { name: '다 골랐어요' }).click();
    await page.locator('glass-thanks').waitFor();
    const given = terminal.intents.flatMap((each) =>
      each.type === 'reason' ? [[each.reason, each.given]] : [],
    );
    expect(given).toEqual([['paper', true]]);
    await page.close();
  });

  it('are neither chosen nor skipped by the rest of a double tap on the face', async () => {
    const { page } = await openGlass(browser, terminal.url, [1280, 800]);
    const column = await face(page, 3).boundingBox();
    if (!column) throw new Error('no face');
    // Low in the column, where "skip" comes to stand.
    const [x, y] = [column.x + column.width / 2, column.y + column.height * 0.8];
    await page.mouse.click(x, y);
    await page.locator('glass-reasons').waitFor();
    await page.mouse.click(x + 8, y - 8);
    await page.waitForTimeout(600);
    expect(terminal.intents.filter(({ type }) => type === 'done' || type === 'reason')).toEqual([]);
    await page.mouse.click(x, y);
    await page.locator('glass-thanks').waitFor();
    await page.close();
  });

  it('are taken back by a second touch', async () => {
    const { page } = await openGlass(browser, terminal.url, [1280, 800]);
    await face(page, 3).click();
    const floor = page.getByRole('button', { name: '地面髒' });
    await floor.click();
    await expect.poll(() => floor.getAttribute('aria-pressed')).toBe('true');
    await floor.click();
    await expect.poll(() => floor.getAttribute('aria-pressed')).toBe('false');
    await page.getByRole('button', { name: '跳過' }).waitFor();
    await page.close();
  });
});

describe('the bell', () => {
  /** Frequencies of all tones since. */
  const hear = (page: Page): Promise<void> =>
    page.evaluate(() => {
      const heard: number[] = [];
      const Real = window.OscillatorNode;
      window.OscillatorNode = class extends Real {
        constructor(context: BaseAudioContext, options?: OscillatorOptions) {
          super(context, options);
          heard.push(Math.round(options?.frequency ?? 0));
        }
      };
      Object.assign(window, { heard });
    });
  const heard = (page: Page) => page.evaluate('heard');

  it('sounds its front at the press and its side at thanks', async () => {
    const { page } = await openGlass(browser, terminal.url, TALL);
    await hear(page);
    await face(page, 0).click();
    await page.locator('glass-thanks').waitFor();
    await expect.poll(() => heard(page)).toEqual(expect.arrayContaining([784, 980]));
    await page.close();
  });

  it.each([
    ['the house wants quiet', { policy: { ...samplePolicy, sound: false } }],
    ['it is night', { opening: { minutes: 540, day: 'today', weekday: 3 } as const }],
  ])('is silent when %s', async (_, change) => {
    const { page } = await openGlass(browser, terminal.url, TALL);
    terminal.show(change);
    await hear(page);
    await face(page, 1).click();
    await page.locator('glass-thanks').waitFor();
    expect(await heard(page)).toEqual([]);
    await page.close();
  });
});

describe('the glass', () => {
  it('wakes at a touch after hours and takes the rating', async () => {
    const { page } = await openGlass(browser, terminal.url, TALL);
    show(SCENES['night'] ?? { tag: '' });
    await settled(page, 'glass-night', 'zh-Hant');
    await page.mouse.click(500, 1300);
    await page.locator('glass-ask').waitFor();
    expect(terminal.intents.some((each) => each.type === 'touch')).toBe(true);
    await face(page, 2).click();
    await expect.poll(() => terminal.taps.size).toBe(1);
    await page.close();
  });

  it('shows its number for the hub, and brings all controls within reach', async () => {
    const { page } = await openGlass(browser, terminal.url, TALL);
    terminal.send({ type: 'identify' });
    await page.locator('glass-identify').getByText('12', { exact: true }).waitFor();
    await page.getByRole('button', { name: '低位操作' }).click();
    await expect.poll(() => terminal.state.lower).toBe(true);
    await settled(page, 'glass-ask', 'zh-Hant');
    const tops = await page
      .locator('button')
      .evaluateAll((all) =>
        all.filter((each) => each.checkVisibility()).map((each) => each.getBoundingClientRect().top),
      );
    expect(Math.min(...tops)).toBeGreaterThanOrEqual(1152);
    await page.close();
  });

  it('speaks the screen when asked to listen, in the language shown', async () => {
    const { page } = await openGlass(browser, terminal.url, TALL);
    const prompts: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('.opus')) prompts.push(new URL(request.url()).pathname);
    });
    await page.getByRole('button', { name: '朗讀' }).click();
    await expect.poll(() => prompts).toContain('/speech/zh/ask.opus');
    await page.getByRole('button', { name: '日本語' }).click();
    await expect.poll(() => prompts).toContain('/speech/ja/ask.opus');
    expect(terminal.state.listening).toBe(true);
    await page.close();
  });
});
