/** The dashboard of a real platform in a real browser. Collects the errors of every page for `takePageErrors`. */
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import type { ApiClient } from '../../src/demo/client.ts';
import { chromiumPath } from './browser.ts';
import { patienceMs } from './patience.ts';
import { startTestPlatform, type TestPlatform } from './platform.ts';
import { startForwarder, type TcpForwarder } from './tcp-forwarder.ts';

export interface DashboardFixture {
  platform: TestPlatform;
  /** Forwards between the browser and the gateway. */
  network: TcpForwarder;
  /** The gateway's URL for the browser: through `network`. */
  url: string;
  client: ApiClient;
  /** Opens a page with the session of `client`, or signed out. */
  open(options?: BrowserContextOptions, signedIn?: boolean): Promise<Page>;
  /** Opens a path; resolves when the page has its heading and nothing on it is loading. */
  goto(page: Page, path: string): Promise<void>;
  /** Returns the page errors since the last call: console errors and exceptions. */
  takePageErrors(): string[];
  stop(): Promise<void>;
}

/** Requires `chromiumPath`. */
export async function startDashboard({ workers = 1 }: { workers?: 0 | 1 } = {}): Promise<DashboardFixture> {
  const platform = await startTestPlatform();
  const [browser, network] = await Promise.all([
    launchBrowser(),
    startForwarder(Number(new URL(platform.url).port)),
    workers > 0 && platform.startWorker(),
  ]);
  const url = `http://127.0.0.1:${network.port}`;
  const client = await platform.signUp();
  const problems: string[] = [];
  return {
    platform,
    network,
    url,
    client,
    async open(options = {}, signedIn = true) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB', ...options });
      if (signedIn) await context.addCookies([{ name: 'aias_session', value: platform.tokenOf(client), url }]);
      context.on('page', (page) => listen(page, problems));
      context.setDefaultTimeout(patienceMs);
      return context.newPage();
    },
    async goto(page, path) {
      await page.goto(url + path);
      await page.locator('main h1').first().waitFor();
      await page.waitForFunction(() => !document.querySelector('.loading, [aria-busy=true]'));
    },
    takePageErrors: () => problems.splice(0),
    async stop() {
      await browser.close();
      network.close();
      await platform.stop();
    },
  };
}

const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    ...(chromiumPath && { executablePath: chromiumPath }),
    args: ['--no-sandbox'],
    timeout: patienceMs,
  });

function listen(page: Page, problems: string[]): void {
  page.on('pageerror', ({ message }) => problems.push(message));
  page.on('dialog', (dialog) => {
    problems.push(`A dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    // The browser itself logs these while the network is cut.
    if (message.type() === 'error' && !/net::ERR_|WebSocket connection/.test(message.text()))
      problems.push(message.text());
  });
}

/** Moves the focus to `target` by Tab alone, like a keyboard user. @throws Error when Tab does not reach it */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 150; presses++) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab does not lead to ${target}`);
}
