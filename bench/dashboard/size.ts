/** Measures the bytes over the wire until a browser with an empty cache shows its first page. */
import { atMost, type BoundedResult, informational } from './bound.ts';
import type { Stage } from './fixture.ts';
import { type ContentCondition, waitForContent, watchPage } from './page-timings.ts';
import { overviewPage, signInPage } from './pages.ts';

/** Excludes the engine for predictions in the browser, which is loaded on demand. */
const maxGzipped = 250;

export async function size(stage: Stage): Promise<BoundedResult[]> {
  const figures: BoundedResult[] = [];
  for (const { name, path, wanted, signedIn } of [signInPage, overviewPage]) {
    for (const encoding of ['gzip', 'br'] as const) {
      const { bytes, files } = await load(stage, { path, wanted, signedIn, encoding });
      const row = { name: `size.${name}.${encoding}`, value: bytes / 1000, unit: 'kB', note: `${files} requests` };
      figures.push(encoding === 'gzip' ? atMost(maxGzipped, row) : informational(row));
    }
  }
  return figures;
}

async function load(
  stage: Stage,
  {
    path,
    wanted,
    signedIn,
    encoding,
  }: { path: string; wanted: ContentCondition; signedIn: boolean; encoding: 'gzip' | 'br' },
): Promise<{ bytes: number; files: number }> {
  const context = await stage.open(signedIn);
  const page = await context.newPage();
  await watchPage(page, wanted);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.setExtraHTTPHeaders', { headers: { 'Accept-Encoding': encoding } });
  let [bytes, files] = [0, 0];
  const loaded: (string | undefined)[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') loaded.push(response.headers()['content-encoding']);
  });
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
    files++;
  });
  await page.goto(stage.url + path);
  await waitForContent(page);
  await page.waitForLoadState('networkidle');
  await context.close();
  // Files that are too small to be compressed have no encoding.
  if (loaded.some((own) => own !== undefined && own !== encoding))
    throw new Error(`Not all scripts came as ${encoding}: ${loaded}`);
  return { bytes, files };
}
