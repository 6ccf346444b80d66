// The one Chromium of all browser tests: started here, watched for console errors and for requests that leave the machine.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { findChromium } from './tools.ts';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/** @throws when there is no Chromium: a browser test never skips itself */
export function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('Chromium is missing: install it or name one in CHROMIUM_PATH');
  return chromium.launch({ executablePath, args: FLAGS });
}

/** What went wrong on the pages of a context since it was opened. */
export interface Watched {
  readonly context: BrowserContext;
  /** Console errors and exceptions, each with the page's address. */
  readonly errors: string[];
  /** Requests and sockets to anywhere but this machine. */
  readonly foreign: string[];
  open(url: string): Promise<Page>;
}

const isHere = (url: string): boolean => {
  const { protocol, hostname } = new URL(url);
  return (
    protocol === 'data:' || protocol === 'blob:' || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
  );
};

export async function openContext(browser: Browser, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext(options);
  const errors: string[] = [];
  const foreign: string[] = [];
  context.on('request', (request) => {
    if (!isHere(request.url())) foreign.push(request.url());
  });
  context.on('page', (page) => {
    page.on('websocket', (socket) => {
      if (!isHere(socket.url().replace(/^ws/, 'http'))) foreign.push(socket.url());
    });
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(`${page.url()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => errors.push(`${page.url()}: ${error.message}`));
  });
  return {
    context,
    errors,
    foreign,
    open: async (url) => {
      const page = await context.newPage();
      await page.goto(url);
      return page;
    },
  };
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds on the page as it stands, one line per finding; WCAG 2.2 AA and the best practices. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>('axe.run(document)');
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id} (${help}): ${node.target.join(' ')}`),
  );
}
