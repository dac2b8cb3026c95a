/** Captures every page in light and dark, and many of them on a phone and in Chinese. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { emptyStatePages, type PageState, populatedPages, responsivePages, signedOutPages } from './pages.ts';
import { clientOf, newUser, register, type SeededIds, seed, startLongRun } from './seed-data.ts';

const desk = { viewport: { width: 1280, height: 800 }, locale: 'en-GB', colorScheme: 'light' } as const;
const variants = {
  light: desk,
  dark: { ...desk, colorScheme: 'dark' },
  phone: { ...desk, viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  chinese: { ...desk, locale: 'zh-CN' },
} satisfies Record<string, BrowserContextOptions>;
const settleMs = 15_000;

type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>;

export interface Scene {
  prepared: SeededIds;
  /** Cookies of a user with data of every kind, and of a new user. */
  populatedSession: StorageState;
  emptySession: StorageState;
}

export async function createScene(browser: Browser, url: string): Promise<Scene> {
  const [populated, empty] = [await browser.newContext(desk), await browser.newContext(desk)];
  const prepared = await seed(await populated.newPage(), url);
  await register(await empty.newPage(), url, newUser);
  const scene = {
    prepared,
    populatedSession: await populated.storageState(),
    emptySession: await empty.storageState(),
  };
  await Promise.all([populated.close(), empty.close()]);
  return scene;
}

/** @param isWanted selects screenshots by "<variant>/<name>" */
export async function shootEveryPage(
  browser: Browser,
  url: string,
  { prepared, populatedSession, emptySession }: Scene,
  folder: string,
  isWanted: (screenshot: string) => boolean = () => true,
): Promise<void> {
  const client = clientOf(url, populatedSession);
  const runId = await startLongRun(client, prepared);
  const signedIn = { pages: populatedPages(prepared, runId), storageState: populatedSession };
  const everywhere = [{ pages: signedOutPages }, { pages: emptyStatePages, storageState: emptySession }, signedIn];
  try {
    for (const [variant, options] of Object.entries(variants)) {
      await mkdir(join(folder, variant), { recursive: true });
      for (const { pages, ...state } of everywhere) {
        const context = await browser.newContext({ ...options, ...state });
        for (const pageState of pages) {
          if (!isWanted(`${variant}/${pageState.name}`)) continue;
          if ((variant === 'phone' || variant === 'chinese') && !responsivePages.has(pageState.name)) continue;
          await shoot(await context.newPage(), url, pageState, join(folder, variant, `${pageState.name}.png`));
        }
        await context.close();
      }
    }
  } finally {
    await client.request('mutation ($id: ID!) { cancelTask(id: $id) { __typename } }', { id: runId });
    await client.close();
  }
}

async function shoot(page: Page, url: string, { path, act }: PageState, file: string): Promise<void> {
  page.setDefaultTimeout(settleMs);
  page.on('pageerror', ({ message }) => console.error(`${file}: ${message}`));
  await page.goto(url + path);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.waitForLoadState('networkidle');
  try {
    await act?.(page);
  } catch (error) {
    console.error(`${file}: ${error instanceof Error ? error.message : error}`);
  }
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: file, fullPage: true });
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  if (overflow > 0) console.error(`${file}: the page is ${overflow} px wider than the viewport`);
  await page.close();
}
