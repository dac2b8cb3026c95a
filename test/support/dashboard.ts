/** The dashboard of a real platform in a real browser. Whatever a page complains about is kept, and fails the test that asks for it. */
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import type { ApiClient } from '../../src/demo/client.ts';
import { chromiumPath } from './browser.ts';
import { type Forwarder, startForwarder } from './forwarder.ts';
import { patienceMilliseconds } from './patience.ts';
import { startTestPlatform, type TestPlatform } from './platform.ts';

export interface DashboardBench {
  platform: TestPlatform;
  /** Between the browser and the gateway. */
  network: Forwarder;
  /** Where the browser finds the gateway: through `network`. */
  url: string;
  client: ApiClient;
  /** A page that `client` is signed in on, or nobody. */
  open(options?: BrowserContextOptions, signedIn?: boolean): Promise<Page>;
  /** Shows a path; resolves when the page has its heading and nothing on it is still being loaded. */
  go(page: Page, path: string): Promise<void>;
  /** What pages complained about since the last call: errors on the console, and exceptions. */
  complaints(): string[];
  stop(): Promise<void>;
}

/** Needs `chromiumPath`. */
export async function startDashboard({ workers = 1 }: { workers?: 0 | 1 } = {}): Promise<DashboardBench> {
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
      context.setDefaultTimeout(patienceMilliseconds);
      return context.newPage();
    },
    async go(page, path) {
      await page.goto(url + path);
      await page.locator('main h1').first().waitFor();
      await page.waitForFunction(() => !document.querySelector('.loading, [aria-busy=true]'));
    },
    complaints: () => problems.splice(0),
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
    timeout: patienceMilliseconds,
  });

function listen(page: Page, problems: string[]): void {
  page.on('pageerror', ({ message }) => problems.push(message));
  page.on('dialog', (dialog) => {
    problems.push(`A dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    // While the network is cut off, the browser itself says so.
    if (message.type() === 'error' && !/net::ERR_|WebSocket connection/.test(message.text()))
      problems.push(message.text());
  });
}

/** Goes on to `target` by Tab alone, as somebody without a mouse does. @throws Error when Tab does not lead there */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 150; presses++) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab does not lead to ${target}`);
}
