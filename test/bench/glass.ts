// Target 8: a finger on the real glass in Chromium, until thanks stands there and until the supervisor's page counts it.
import type { Page } from 'playwright-core';
import { launchBrowser, openContext } from '../browser.ts';
import { House } from '../house/house.ts';
import { pause, percentile } from './machine.ts';
import { atMost, type Outcome } from './report.ts';

const GLASSES = 3;
const TAPS = 60;
/** Each glass rests longer than its lock of 2 s. */
const TAP_EVERY_MS = 900;

declare global {
  interface Window {
    /** Machine time, ms, of the last press and of when its answer was drawn. */
    chimeBench: { pressedAt: number; answeredAt: number; count: number };
  }
}

/** Runs in the kiosk's page: notes the press, and the frame that shows the thanks of a new rating. */
function watchGlass(): void {
  const bench = { pressedAt: 0, answeredAt: 0, count: 0 };
  window.chimeBench = bench;
  const machineTime = (): number => performance.timeOrigin + performance.now();
  const thanks = (): string => {
    const shown = document.querySelector('chime-glass')?.shadowRoot?.querySelector('glass-thanks');
    return shown && 'view' in shown ? JSON.stringify(shown.view) : '';
  };
  let before = '';
  const look = (): void => {
    const now = thanks();
    if (now !== '' && now !== before) bench.answeredAt = machineTime();
    else requestAnimationFrame(look);
  };
  addEventListener(
    'pointerdown',
    () => {
      before = thanks();
      bench.pressedAt = machineTime();
      bench.answeredAt = 0;
      requestAnimationFrame(look);
    },
    true,
  );
}

/** Runs in the supervisor's page: the ratings that it shows, and since which frame. */
function watchDashboard(): void {
  const bench = { pressedAt: 0, answeredAt: 0, count: 0 };
  window.chimeBench = bench;
  const find = (root: ParentNode, selector: string): Element[] => [
    ...root.querySelectorAll(selector),
    ...[...root.querySelectorAll('*')].flatMap((each) =>
      each.shadowRoot ? find(each.shadowRoot, selector) : [],
    ),
  ];
  const counts = (): Element[] =>
    find(document, 'satisfaction-band').flatMap((band) =>
      band.shadowRoot ? find(band.shadowRoot, '.many[data-level]') : [],
    );
  let shown: Element[] = [];
  const look = (): void => {
    if (shown.length === 0 || shown.some((each) => !each.isConnected)) shown = counts();
    const count = shown.reduce((sum, each) => sum + Number((each.textContent ?? '').replace(/\D/g, '')), 0);
    if (count !== bench.count) bench.answeredAt = performance.timeOrigin + performance.now();
    bench.count = count;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function press(page: Page): Promise<void> {
  const face = page.locator('rating-bell').first();
  const box = await face.boundingBox();
  if (!box) throw new Error('no face on the glass');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.up();
}

/** Waits until `read` gives a number other than 0. */
async function came(what: string, read: () => Promise<number>): Promise<number> {
  const end = Date.now() + 5_000;
  for (;;) {
    const value = await read();
    if (value !== 0) return value;
    if (Date.now() > end) throw new Error(`${what} did not come within 5 s`);
    await pause(10);
  }
}

async function tapAll(glasses: readonly Page[], dashboard: Page) {
  const thanks: number[] = [];
  const shown: number[] = [];
  for (let tap = 0; tap < TAPS; tap++) {
    const glass = glasses[tap % glasses.length];
    if (!glass) throw new Error('no glass');
    const next = pause(TAP_EVERY_MS);
    await press(glass);
    const answeredAt = await came('thanks', () => glass.evaluate(() => window.chimeBench.answeredAt));
    const pressedAt = await glass.evaluate(() => window.chimeBench.pressedAt);
    const countedAt = await came('the dashboard’s figure', () =>
      dashboard.evaluate(
        (count) => (window.chimeBench.count === count ? window.chimeBench.answeredAt : 0),
        tap + 1,
      ),
    );
    thanks.push(answeredAt - pressedAt);
    shown.push(countedAt - pressedAt);
    await next;
  }
  return { thanks, shown };
}

export async function glass(): Promise<Outcome[]> {
  const house = new House();
  const browser = await launchBrowser();
  try {
    await house.open();
    const kiosks = await openContext(browser, { viewport: { width: 800, height: 480 } });
    const office = await openContext(browser, { viewport: { width: 1280, height: 800 } });
    const [name = '', value = ''] = house.session.cookie.split('=');
    await office.context.addCookies([{ name, value, url: house.url }]);
    const glasses: Page[] = [];
    for (let index = 0; index < GLASSES; index++) {
      const { url } = await house.addTerminal(house.areas.hall);
      const page = await kiosks.open(url);
      await page.locator('rating-bell').first().waitFor();
      await page.evaluate(watchGlass);
      glasses.push(page);
    }
    const dashboard = await office.open(house.url);
    await dashboard.locator('satisfaction-band').waitFor();
    await dashboard.evaluate(watchDashboard);
    const { thanks, shown } = await tapAll(glasses, dashboard);
    const of = (times: readonly number[]): string =>
      `${TAPS} taps, p50 ${percentile(times, 0.5).toFixed(0)}, most ${Math.max(...times).toFixed(0)}`;
    return [
      atMost('8', 'tap → thanks on the glass, durable, p99', percentile(thanks, 0.99), 50, 'ms', of(thanks)),
      atMost('8', 'tap → figure on the dashboard, p99', percentile(shown, 0.99), 250, 'ms', of(shown)),
    ];
  } finally {
    await browser.close();
    await house.close();
  }
}
