/** Preparations of an attacker who is also a tenant: it signs up, and trains or imports a model. */
import { setTimeout as delay } from 'node:timers/promises';
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { unwrapResult } from '../../src/demo/client.ts';
import * as operations from '../../src/demo/operations.ts';
import type { Stranger } from './attack.ts';

const pollMs = 100;
const patienceMs = 120_000;

/** Signs the attacker up, and returns its session token. */
export async function registerStranger({ wire }: Stranger): Promise<string> {
  const input = { username: `stranger-${crypto.randomUUID().slice(0, 8)}`, password: crypto.randomUUID() };
  const { register } = await wire.ask<{ register: { token: string } }>(operations.register, { input });
  return unwrapResult(register).token;
}

/** Trains a small network on a few images. */
export async function prepareModel(stranger: Stranger): Promise<{ token: string; modelId: string }> {
  const { wire } = stranger;
  const token = await registerStranger(stranger);
  const { createDataset } = await wire.ask<{
    createDataset: { dataset: { id: string }; upload: { url: string } };
  }>(operations.createDataset, { input: { name: 'images', format: 'IMAGE_FOLDER' } }, token);
  const { dataset, upload } = unwrapResult(createDataset);
  const { pathname } = new URL(upload.url);
  await wire.send({ path: pathname, method: 'PUT', headers: {}, body: await fewImages() });
  await wait(async () => {
    const { node } = await wire.ask<{ node: { latestVersion: { state: string } } }>(
      'query ($id: ID!) { node(id: $id) { ... on Dataset { latestVersion { state } } } }',
      { id: dataset.id },
      token,
    );
    return node.latestVersion.state === 'READY' ? true : null;
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
  const train = { configurationId: unwrapResult(configureModel).id };
  const { launchTask } = await wire.ask<{ launchTask: { id: string } }>(
    operations.launchTask,
    { input: { train } },
    token,
  );
  const { id } = unwrapResult(launchTask);
  const modelId = await wait(async () => {
    const { node } = await wire.ask<{ node: { outputModelVersion: { model: { id: string } } | null } }>(
      'query ($id: ID!) { node(id: $id) { ... on Task { outputModelVersion { model { id } } } } }',
      { id },
      token,
    );
    return node.outputModelVersion?.model.id ?? null;
  });
  return { token, modelId };
}

/** Imports a graph that computes a number from the column "x". */
export async function importGraph({ wire }: Stranger, token: string, archive: Uint8Array): Promise<string> {
  const { importModel } = await wire.ask<{ importModel: { modelImport: { id: string }; upload: { url: string } } }>(
    `mutation ($input: ImportModelInput!) { importModel(input: $input) {
      __typename ... on ImportModelPayload { modelImport { id } upload { url } } ... on Error { message }
    } }`,
    { input: { name: 'graph', objective: 'REGRESSION', columns: ['x'] } },
    token,
  );
  const opened = unwrapResult(importModel);
  const { pathname } = new URL(opened.upload.url);
  await wire.send({ path: pathname, method: 'PUT', headers: {}, body: Buffer.from(archive) });
  return wait(async () => {
    const { node } = await wire.ask<{ node: { state: string; model: { id: string } | null } }>(
      'query ($id: ID!) { node(id: $id) { ... on ModelImport { state model { id } } } }',
      { id: opened.modelImport.id },
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
  for (const end = Date.now() + patienceMs; Date.now() < end; await delay(pollMs)) {
    const found = await look();
    if (found !== null) return found;
  }
  throw new Error(`An attacker's preparation did not finish within ${patienceMs} ms.`);
}
