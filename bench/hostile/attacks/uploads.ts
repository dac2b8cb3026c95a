/** Uploads files that cost far more to read than to send, each again as soon as it was accepted, from one organization. */

import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Attack, Stranger } from '../attack.ts';
import { makePoison, type Poison } from '../poison.ts';
import { registerStranger } from '../registration.ts';

/** Uploads of each kind per round. */
const maxUploads = 3;
const pauseMs = 500;
const createDataset = `mutation ($input: CreateDatasetInput!) {
  createDataset(input: $input) { __typename ... on CreateDatasetPayload { upload { url } } }
}`;

export const uploads: Attack = {
  name: 'uploads',
  does: `zip bomb, COCO JSON of 20 million objects, 30 million distinct numbers, huge interlaced PNGs, one of them under 1,500 names, gzip bombs: each up to ${maxUploads} times per round`,
  async prepare(stranger) {
    const token = await registerStranger(stranger);
    const kinds = await makePoison();
    return async (signal) => {
      await Promise.all(kinds.map((kind) => sendAll(stranger, token, kind, signal)));
    };
  },
};

async function sendAll(stranger: Stranger, token: string, poison: Poison, signal: AbortSignal): Promise<void> {
  for (let count = 0; count < maxUploads && !signal.aborted; count++) {
    const outcome = await sendOne(stranger, token, poison, signal).catch((error: Error) =>
      signal.aborted ? 'was being sent at the end of the round' : `failed: ${error.message}`,
    );
    stranger.tally.add(`${poison.name} ${outcome}`);
    await delay(pauseMs, undefined, { signal }).catch(() => undefined); // rejects at the end of the round
  }
}

async function sendOne({ wire }: Stranger, token: string, poison: Poison, signal: AbortSignal): Promise<string> {
  const input = { name: poison.name, format: poison.format };
  const answer = await wire.ask<{ createDataset: { __typename: string; upload?: { url: string } } }>(
    createDataset,
    { input },
    token,
  );
  const { __typename: type, upload } = answer.createDataset;
  if (!upload) return `refused: ${type}`;
  const content = poison.content();
  const { status } = await wire.send({
    path: new URL(upload.url).pathname,
    method: 'PUT',
    headers: {},
    body: content instanceof Readable ? content : [content],
    signal,
  });
  return `answered ${status}`;
}
