/** Takes pictures of every page, light and dark, and of many on a phone and in Chinese. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { alsoElsewhere, empty, filled, outside, type Place } from './places.ts';
import { clientOf, keepLearning, newcomer, type Prepared, prepare, register } from './prepare.ts';

const desk = { viewport: { width: 1280, height: 800 }, locale: 'en-GB', colorScheme: 'light' } as const;
const looks = {
  light: desk,
  dark: { ...desk, colorScheme: 'dark' },
  phone: { ...desk, viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  chinese: { ...desk, locale: 'zh-CN' },
} satisfies Record<string, BrowserContextOptions>;
const settleMilliseconds = 15_000;

type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>;

export interface Scene {
  prepared: Prepared;
  /** Cookies of somebody who has everything, and of somebody who has nothing. */
  rich: StorageState;
  poor: StorageState;
}

export async function setScene(browser: Browser, url: string): Promise<Scene> {
  const [one, other] = [await browser.newContext(desk), await browser.newContext(desk)];
  const prepared = await prepare(await one.newPage(), url);
  await register(await other.newPage(), url, newcomer);
  const scene = { prepared, rich: await one.storageState(), poor: await other.storageState() };
  await Promise.all([one.close(), other.close()]);
  return scene;
}

/** @param isWanted of the pictures, by "<look>/<name>" */
export async function shootEveryPage(
  browser: Browser,
  url: string,
  { prepared, rich, poor }: Scene,
  folder: string,
  isWanted: (picture: string) => boolean = () => true,
): Promise<void> {
  const client = clientOf(url, rich);
  const learning = await keepLearning(client, prepared);
  const signedIn = { places: filled(prepared, learning), storageState: rich };
  const everywhere = [{ places: outside }, { places: empty, storageState: poor }, signedIn];
  try {
    for (const [look, options] of Object.entries(looks)) {
      await mkdir(join(folder, look), { recursive: true });
      for (const { places, ...state } of everywhere) {
        const context = await browser.newContext({ ...options, ...state });
        for (const place of places) {
          if (!isWanted(`${look}/${place.name}`)) continue;
          if ((look === 'phone' || look === 'chinese') && !alsoElsewhere.has(place.name)) continue;
          await shoot(await context.newPage(), url, place, join(folder, look, `${place.name}.png`));
        }
        await context.close();
      }
    }
  } finally {
    await client.request('mutation ($id: ID!) { cancelTask(id: $id) { __typename } }', { id: learning });
    await client.close();
  }
}

async function shoot(page: Page, url: string, { path, act }: Place, file: string): Promise<void> {
  page.setDefaultTimeout(settleMilliseconds);
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
  const spill = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (spill > 0) console.error(`${file}: wider than the window by ${spill} px`);
  await page.close();
}
