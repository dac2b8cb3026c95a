/**
 * A third language is one file: a copy of the dashboard gets a pseudo language, which is English with accents, is checked and built
 * as it is, and shows the new language.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { languagesFolder, pathOf, readLanguage } from '../../scripts/dashboard/language-files.ts';
import { chromiumPath } from '../support/browser.ts';
import { patienceMs } from '../support/patience.ts';

const pseudo = 'en-XA';
/** Urdu has the plurals of English. */
const rightToLeft = 'ur';
const accents: Readonly<Record<string, string>> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ó',
  u: 'ú',
  A: 'Á',
  E: 'É',
  I: 'Í',
  O: 'Ó',
  U: 'Ú',
};

/** Puts accents on the text of a message, and leaves placeholders and tags as they are. */
function accent(message: string): string {
  // The text in a case of a plural or select: after "one {" and before "}", with only "#" as a placeholder.
  const cases = /(?<=\b(?:zero|one|two|few|many|other|=\d+) \{)[^{}]*(?=\})/g;
  const plain = /\{(?:[^{}]|\{[^{}]*\})*\}|<[^>]*>|[aeiouAEIOU]/g;
  return message.replace(plain, (part) => accents[part] ?? part.replace(cases, (text) => accent(text)));
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.html': 'text/html',
};

describe.skipIf(!chromiumPath)('a language added as one file', () => {
  let copy: string;
  let browser: Browser;

  beforeAll(async () => {
    copy = mkdtempSync(join(tmpdir(), 'aias-language-'));
    mkdirSync(join(copy, 'src'));
    for (const part of ['src/dashboard', 'src/shared', 'scripts', 'package.json', 'tsconfig.json', 'vite.config.ts']) {
      cpSync(resolve(part), join(copy, part), { recursive: true });
    }
    symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
    const english = readLanguage(pathOf(languagesFolder, 'en'));
    const text = JSON.stringify({ ...english, shell: accentAll(english.shell), pages: accentAll(english.pages) });
    writeFileSync(join(copy, pathOf(languagesFolder, pseudo)), text);
    writeFileSync(join(copy, pathOf(languagesFolder, rightToLeft)), JSON.stringify(english));
    run('check:texts');
    run('build:dashboard');
    browser = await chromium.launch({
      ...(chromiumPath && { executablePath: chromiumPath }),
      args: ['--no-sandbox'],
      timeout: patienceMs,
    });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(copy, { recursive: true });
  });

  const run = (script: string) => execFileSync('npm', ['run', '-s', script], { cwd: copy, stdio: 'pipe' });
  const accentAll = (rooms: Record<string, Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(rooms).map(([room, messages]) => [
        room,
        Object.fromEntries(Object.entries(messages).map(([key, message]) => [key, accent(message)])),
      ]),
    );

  /** Opens the sign-in page of the build, for which the API answers that no user is signed in. */
  async function open(locale: string): Promise<{ page: Page; context: BrowserContext; loaded: string[] }> {
    const context = await browser.newContext({ locale });
    context.setDefaultTimeout(patienceMs);
    const page = await context.newPage();
    const loaded: string[] = [];
    await page.route('http://dashboard.test/**', async (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname === '/graphql') {
        return route.fulfill({ json: { data: { viewer: null, organizations: [] } } });
      }
      const path = pathname === '/' ? '/index.html' : pathname;
      loaded.push(path);
      const body = readFileSync(join(copy, 'dist/dashboard', path));
      return route.fulfill({ body, contentType: types[extname(path)] ?? 'application/octet-stream' });
    });
    await page.goto('http://dashboard.test/');
    await page.locator('.sign-in form button').first().waitFor();
    return { page, context, loaded };
  }
  const languageOf = (page: Page) => page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]);

  test('is chosen by the preferences of the browser, and no other language is loaded', async () => {
    const { page, context, loaded } = await open(pseudo);
    await page.getByRole('button', { name: 'Sígn ín' }).first().waitFor();
    expect(await languageOf(page)).toEqual([pseudo, 'ltr']);
    expect(loaded.filter((path) => /zh-Hans|\/en-(?!XA)/.test(path))).toEqual([]);
    await context.close();
  });

  test('is offered in every other language, and is remembered', async () => {
    const { page, context } = await open('zh-CN');
    expect(await languageOf(page)).toEqual(['zh-Hans', 'ltr']);
    await page.getByRole('button', { name: '语言' }).click();
    await page.getByRole('menuitem', { name: 'English (Pseudo-Accents)' }).click();
    await page.getByRole('button', { name: 'Sígn ín' }).first().waitFor();
    expect(await languageOf(page)).toEqual([pseudo, 'ltr']);
    await page.reload();
    await page.getByRole('button', { name: 'Sígn ín' }).first().waitFor();
    await context.close();
  });

  test('sets the direction of the text', async () => {
    const { page, context } = await open('ur-PK');
    expect(await languageOf(page)).toEqual([rightToLeft, 'rtl']);
    await context.close();
  });

  test('is in files of its own', () => {
    const files = readdirSync(join(copy, 'dist/dashboard/assets')).filter((name) => name.endsWith('.js'));
    const texts = (name: string) => readFileSync(join(copy, 'dist/dashboard/assets', name), 'utf8');
    expect(files.filter((name) => texts(name).includes('Sígn ín')).every((name) => name.startsWith(pseudo))).toBe(true);
    expect(files.filter((name) => texts(name).includes('Schließen'))).toEqual([]);
  });
});
