// For tests of the built page: builds it where it is missing, opens it in the system's Chromium, and measures.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';

const root = new URL('..', import.meta.url).pathname;
export const PAGES = `${root}dist/pages/kiosk-ui`;

/** A missing page is built; one that is there is taken as it is (the test command builds before it tests). */
export function buildPage(): void {
  if (existsSync(`${PAGES}/index.html`)) return;
  const vite = `${root}node_modules/vite/bin/vite.js`;
  execFileSync(process.execPath, [vite, 'build', '--logLevel', 'error', '--mode', 'kiosk-ui'], { cwd: root });
}

export interface Watched {
  readonly page: Page;
  /** Console errors, page errors, and requests that left the terminal. */
  readonly complaints: string[];
}

export async function openGlass(
  browser: Browser,
  url: string,
  size: readonly [number, number],
  reducedMotion: 'reduce' | 'no-preference' = 'reduce',
): Promise<Watched> {
  const page = await browser.newPage({ viewport: { width: size[0], height: size[1] }, reducedMotion });
  const complaints: string[] = [];
  page.on('console', (message) => {
    // Chromium itself reports a socket that a test cut on purpose.
    if (message.type() === 'error' && !message.text().includes('WebSocket connection'))
      complaints.push(message.text());
  });
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} for ${response.url()}`);
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) complaints.push(`left the terminal: ${request.url()}`);
  });
  await page.goto(url);
  await page.locator('glass-place .building').waitFor();
  return { page, complaints };
}

/** Settled: this screen in this language is drawn, with its fonts. */
export async function settled(page: Page, tag: string, language: string): Promise<void> {
  await page.waitForFunction(
    ([name, lang]) =>
      document.documentElement.lang === lang &&
      document.querySelector('chime-glass')?.shadowRoot?.querySelector(name ?? '') != null,
    [tag, language],
  );
  await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    await document.fonts.ready;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  });
}

/**
 * Texts that leave the window, are cut by their own box, or lie on another text; and buttons smaller than
 * `target` px. Empty when all is well.
 */
export const measure = (page: Page, target: number): Promise<string[]> =>
  page.evaluate((least) => {
    const faults: string[] = [];
    const texts: { text: string; box: DOMRect; element: Element }[] = [];
    const visible = (element: Element): boolean =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    const walk = (node: Document | ShadowRoot | Element): void => {
      for (const element of node.querySelectorAll('*')) {
        if (element.shadowRoot) walk(element.shadowRoot);
        if (!visible(element)) continue;
        if (element.localName === 'button') checkButton(element);
        for (const child of element.childNodes)
          if (child.nodeType === Node.TEXT_NODE) checkText(element, child);
      }
    };
    const checkButton = (element: Element): void => {
      const { width, height } = element.getBoundingClientRect();
      if (width < least - 0.5 || height < least - 0.5)
        faults.push(`button ${element.textContent?.trim()} is ${Math.round(width)}×${Math.round(height)}`);
    };
    const checkText = (element: Element, child: ChildNode): void => {
      const text = child.textContent?.trim() ?? '';
      if (text === '') return;
      const range = document.createRange();
      range.selectNodeContents(child);
      for (const box of range.getClientRects()) {
        if (box.width === 0) continue;
        texts.push({ text, box, element });
        if (box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight)
          faults.push(`"${text}" leaves the window`);
      }
      if (element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflow !== 'visible')
        faults.push(`"${text}" is cut`);
      const button = element.closest('button')?.getBoundingClientRect();
      const own = range.getBoundingClientRect();
      if (
        button &&
        (own.left < button.left - 1 || own.right > button.right + 1 || own.bottom > button.bottom + 1)
      )
        faults.push(`"${text}" leaves its button`);
    };
    // Noto's line boxes are 1.45 em high; the letters fill the em square within.
    const ink = ({ box, element }: (typeof texts)[number]): { top: number; bottom: number } => {
      const em = Number.parseFloat(getComputedStyle(element).fontSize);
      return { top: box.top + 0.28 * em, bottom: box.bottom - 0.17 * em };
    };
    walk(document);
    for (const [index, a] of texts.entries())
      for (const b of texts.slice(index + 1)) {
        if (a.element === b.element) continue;
        const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        const high = Math.min(ink(a).bottom, ink(b).bottom) - Math.max(ink(a).top, ink(b).top);
        if (wide > 1 && high > 1) faults.push(`"${a.text}" lies on "${b.text}" by ${Math.round(high)}`);
      }
    return faults;
  }, target);
