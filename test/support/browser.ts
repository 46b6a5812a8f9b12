import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A page in a browser, and what it did besides being shown. */
export type Tab = {
  readonly page: Page;
  /** Of the console, and uncaught errors. */
  readonly messages: readonly string[];
  /** Requests to other places than the page. They are never sent. */
  readonly strayRequests: readonly string[];
  /** Texts of dialogs. They are dismissed. */
  readonly dialogs: readonly string[];
  /** Milliseconds that the page has spent in scripts since it was opened. */
  readonly scriptMs: () => Promise<number>;
};

export type TabOptions = {
  /** The text of a page without a server, or the address of one on loopback; only its origin may be requested. */
  readonly open: { readonly html: string } | { readonly url: string };
  readonly scheme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  readonly scripts?: false;
};

export type TestBrowser = {
  /** Opens a page of its own, without cookies of others. Closes with the browser. */
  readonly open: (options: TabOptions) => Promise<Tab>;
  readonly close: () => Promise<void>;
};

/** Starts Chromium: that of `CHROMIUM`, or the one in the usual place. */
export async function startBrowser(): Promise<TestBrowser> {
  const executablePath = process.env.CHROMIUM ?? PLACES.find((place) => existsSync(place));
  if (executablePath === undefined)
    throw new Error(`This test needs a Chromium. Install it at ${PLACES[0]}, or set CHROMIUM to its path.`);
  const browser = await chromium.launch({ executablePath, args: ARGS });
  return {
    open: async ({ open, scheme = 'light', width = 1280, height = 900, scripts }) => {
      const context = await browser.newContext({
        colorScheme: scheme,
        viewport: { width, height },
        javaScriptEnabled: scripts !== false,
        reducedMotion: 'reduce',
      });
      return tabIn(context, open);
    },
    close: () => browser.close(),
  };
}

/** Never resolves: the route below answers. */
const PAGE = 'https://page.test/';

async function tabIn(context: BrowserContext, open: TabOptions['open']): Promise<Tab> {
  const [messages, strayRequests, dialogs]: [string[], string[], string[]] = [[], [], []];
  const url = 'html' in open ? PAGE : open.url;
  await context.route('**/*', async (route) => {
    const request = route.request();
    if ('html' in open && request.url() === PAGE && request.isNavigationRequest())
      return route.fulfill({ contentType: 'text/html; charset=utf-8', body: open.html });
    if ('url' in open && new URL(request.url()).origin === new URL(url).origin) return route.continue();
    strayRequests.push(request.url());
    return route.abort();
  });
  const page = await context.newPage();
  page.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => messages.push(String(error)));
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  // Counts only from here on.
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  await page.goto(url);
  return {
    page,
    messages,
    strayRequests,
    dialogs,
    scriptMs: async () => {
      const { metrics } = await session.send('Performance.getMetrics');
      return (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN) * 1000;
    },
  };
}

/** What axe finds, one line per element; empty if the page is accessible as far as a program can tell. Needs scripts. */
export async function accessibilityProblems(page: Page): Promise<readonly string[]> {
  // A script element would need the page to allow it; an evaluation does not.
  await page.evaluate(axe.source);
  const found = await page.evaluate<
    readonly { id: string; nodes: readonly { html: string; failureSummary: string }[] }[]
  >('axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)');
  return found.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`));
}

/** Saves a picture for people if `SCREENSHOTS` names a folder. */
export async function takePicture(page: Page, name: string, fullPage = true): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage });
}
