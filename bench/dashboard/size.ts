/** Bytes over the wire until a browser that has never been here shows its first page. */
import { atMost, type Figure, told } from './figure.ts';
import { untilContent, type Wanted, watchPage } from './page-watch.ts';
import { overviewPage, signInPage } from './places.ts';
import type { Stage } from './stage.ts';

/** Without the engine that predicts in the browser, which is loaded when it is asked for. */
const mostGzipped = 250;

export async function size(stage: Stage): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { name, path, wanted, signedIn } of [signInPage, overviewPage]) {
    for (const encoding of ['gzip', 'br'] as const) {
      const { bytes, files } = await load(stage, { path, wanted, signedIn, encoding });
      const row = { name: `size.${name}.${encoding}`, value: bytes / 1000, unit: 'kB', note: `${files} requests` };
      figures.push(encoding === 'gzip' ? atMost(mostGzipped, row) : told(row));
    }
  }
  return figures;
}

async function load(
  stage: Stage,
  { path, wanted, signedIn, encoding }: { path: string; wanted: Wanted; signedIn: boolean; encoding: 'gzip' | 'br' },
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
  await untilContent(page);
  await page.waitForLoadState('networkidle');
  await context.close();
  // What is too small to be worth it comes as it is.
  if (loaded.some((own) => own !== undefined && own !== encoding))
    throw new Error(`Not all scripts came as ${encoding}: ${loaded}`);
  return { bytes, files };
}
