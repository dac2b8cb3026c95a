/** An attacker who is a tenant too: it has registered, and where it needs one, trained a model. */
import { setTimeout as delay } from 'node:timers/promises';
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { successOf } from '../../src/demo/client.ts';
import * as operations from '../../src/demo/operations.ts';
import type { Stranger } from './attack.ts';

const pollMilliseconds = 100;
const patienceMilliseconds = 120_000;

/** Returns the secret of the attacker's session. */
export async function registerStranger({ wire }: Stranger): Promise<string> {
  const input = { username: `stranger-${crypto.randomUUID().slice(0, 8)}`, password: crypto.randomUUID() };
  const { register } = await wire.ask<{ register: { token: string } }>(operations.register, { input });
  return successOf(register).token;
}

/** Trains a small network on a few images. */
export async function prepareModel(stranger: Stranger): Promise<{ token: string; modelId: string }> {
  const { wire } = stranger;
  const token = await registerStranger(stranger);
  const { createDataset } = await wire.ask<{
    createDataset: { dataset: { id: string }; upload: { url: string } };
  }>(operations.createDataset, { input: { name: 'images', format: 'IMAGE_FOLDER' } }, token);
  const { dataset, upload } = successOf(createDataset);
  const { pathname } = new URL(upload.url);
  await wire.send({ path: pathname, method: 'PUT', headers: {}, body: await fewImages() });
  await wait(async () => {
    const { node } = await wire.ask<{ node: { latest: { state: string } } }>(
      'query ($id: ID!) { node(id: $id) { ... on Dataset { latest { state } } } }',
      { id: dataset.id },
      token,
    );
    return node.latest.state === 'READY' ? true : null;
  });
  const { configureModel } = await wire.ask<{ configureModel: { id: string } }>(
    operations.configureModel,
    {
      input: {
        name: 'images',
        datasetId: dataset.id,
        parameters: { cnn: { imageSize: 32 } },
        training: { epochs: 1 },
      },
    },
    token,
  );
  const train = { configurationId: successOf(configureModel).id };
  const { launchTask } = await wire.ask<{ launchTask: { id: string } }>(
    operations.launchTask,
    { input: { train } },
    token,
  );
  const { id } = successOf(launchTask);
  const modelId = await wait(async () => {
    const { node } = await wire.ask<{ node: { modelVersion: { model: { id: string } } | null } }>(
      'query ($id: ID!) { node(id: $id) { ... on Task { modelVersion { model { id } } } } }',
      { id },
      token,
    );
    return node.modelVersion?.model.id ?? null;
  });
  return { token, modelId };
}

/** Imports a graph that makes a number of the column "x". */
export async function importGraph({ wire }: Stranger, token: string, archive: Uint8Array): Promise<string> {
  const { importModel } = await wire.ask<{ importModel: { import: { id: string }; upload: { url: string } } }>(
    `mutation ($input: ImportModelInput!) { importModel(input: $input) {
      __typename ... on ImportModelPayload { import { id } upload { url } } ... on Error { message }
    } }`,
    { input: { name: 'graph', objective: 'REGRESSION', columns: ['x'] } },
    token,
  );
  const opened = successOf(importModel);
  const { pathname } = new URL(opened.upload.url);
  await wire.send({ path: pathname, method: 'PUT', headers: {}, body: Buffer.from(archive) });
  return wait(async () => {
    const { node } = await wire.ask<{ node: { state: string; model: { id: string } | null } }>(
      'query ($id: ID!) { node(id: $id) { ... on ModelImport { state model { id } } } }',
      { id: opened.import.id },
      token,
    );
    if (node.state === 'REJECTED') throw new Error("The attacker's graph was rejected.");
    return node.model?.id ?? null;
  });
}

async function fewImages(): Promise<Buffer> {
  const files: Record<string, Uint8Array> = {};
  for (let index = 0; index < 40; index++) {
    const background = { r: index % 2 === 0 ? 255 : 0, g: index * 6, b: 0 };
    const image = sharp({ create: { width: 32, height: 32, channels: 3, background } });
    files[`${index % 2 === 0 ? 'red' : 'green'}/${index}.png`] = await image.png().toBuffer();
  }
  return Buffer.from(zipSync(files, { level: 0 }));
}

async function wait<T>(look: () => Promise<T | null>): Promise<T> {
  for (const end = Date.now() + patienceMilliseconds; Date.now() < end; await delay(pollMilliseconds)) {
    const found = await look();
    if (found !== null) return found;
  }
  throw new Error(`An attacker's preparation was not done after ${patienceMilliseconds} ms.`);
}
