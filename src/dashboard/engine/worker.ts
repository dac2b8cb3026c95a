/** The browser engine. It runs in a Web Worker, so that the page stays responsive, and caches the models that were used last. */
import { download } from './download.ts';
import { createModel, type Model } from './model.ts';
import { startEngine } from './network.ts';
import type { Ask, Reply } from './protocol.ts';
import { EngineTrouble, InvalidInput, ServerOnly } from './refusals.ts';

const maxModels = 3;
const models = new Map<string, Model>();
let queue: Promise<void> = Promise.resolve();

addEventListener('message', ({ data }: MessageEvent<Ask>) => {
  queue = queue.then(() => answer(data));
});

const say = (reply: Reply) => postMessage(reply);

async function answer({ id, model: url, sample }: Ask): Promise<void> {
  try {
    const model = await load(id, url);
    say({ id, predictions: sample ? await model.predict(sample) : [] });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof InvalidInput) say({ id, invalid: { field: error.field, message } });
    else if (error instanceof ServerOnly) say({ id, serverOnly: { reason: error.reason, message } });
    else if (error instanceof EngineTrouble) say({ id, trouble: { kind: error.kind, message } });
    else say({ id, failure: message });
  }
}

/** Returns a model from the cache or from the server. The least recently used model is evicted. */
async function load(id: number, url: string): Promise<Model> {
  const known = models.get(url) ?? (await fetchModel(id, url));
  models.delete(url);
  models.set(url, known);
  const [oldest] = models;
  if (models.size > maxModels && oldest) {
    oldest[1].dispose();
    models.delete(oldest[0]);
  }
  say({ id, stage: { name: 'ready' } });
  return known;
}

async function fetchModel(id: number, url: string): Promise<Model> {
  say({ id, stage: { name: 'engine' } });
  await startEngine();
  say({ id, stage: { name: 'model', share: null } });
  return createModel(await download(url, (share) => say({ id, stage: { name: 'model', share } })));
}
