/**
 * The platform over a real S3 server: uploads, image cache, checkpoints, models and predictions all go through it. When Redis
 * is installed, it carries the hints between the processes.
 */
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMinioStore } from '../../src/artifacts/minio.ts';
import { unwrapResult } from '../../src/demo/client.ts';
import * as operations from '../../src/demo/operations.ts';
import { configure, eventsOf, launch, uploadDataset } from '../support/api.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { type RedisServer, redisHint, startRedisServer } from '../support/redis-server.ts';
import { installHint, type S3Server, startS3Server } from '../support/s3-server.ts';

const server: S3Server | null = await startS3Server();
if (!server) console.warn(`\n  SKIPPED: the platform over S3 needs a server. On Debian: ${installHint}\n`);
const redis: RedisServer | null = await startRedisServer();
if (!redis) console.warn(`\n  SKIPPED: Redis as the carrier of hints needs a server. On Debian: ${redisHint}\n`);

let platform: TestPlatform;
beforeAll(async () => {
  if (!server) return;
  platform = await startTestPlatform({
    AIAS_S3_ENDPOINT: server.endpoint,
    AIAS_S3_BUCKET: server.bucket,
    AIAS_S3_ACCESS_KEY: server.accessKey,
    AIAS_S3_SECRET_KEY: server.secretKey,
    AIAS_S3_REGION: server.region,
    ...(redis && { AIAS_REDIS_URL: `redis://127.0.0.1:${redis.port}` }),
  });
  await platform.startWorker();
});
afterAll(async () => {
  await platform?.stop();
  await server?.stop();
  await redis?.stop();
});

/** Draws a square that is bright on one side. */
const picture = (bright: 'left' | 'right', shade: number) => {
  const pixels = Array.from({ length: 256 }, (_, place) =>
    place % 16 < 8 === (bright === 'left') ? 255 - shade : shade,
  );
  return sharp(Buffer.from(pixels), { raw: { width: 16, height: 16, channels: 1 } })
    .png()
    .toBuffer();
};

test.skipIf(!server)('a network trains on images in S3 and predicts', async () => {
  const client = await platform.signUp();
  const files: Record<string, Uint8Array> = {};
  for (let shade = 0; shade < 30; shade++) {
    for (const side of ['left', 'right'] as const) files[`${side}/${shade}.png`] = await picture(side, shade * 3);
  }
  const { id: datasetId, state } = await uploadDataset(client, zipSync(files));
  expect(state).toBe('READY');
  const configurationId = await configure(client, {
    datasetId,
    parameters: { cnn: { filters: [4] } },
    training: { epochs: 15, batchSize: 8 },
  });
  const taskId = await launch(client, { train: { configurationId } });
  const events = await eventsOf(client, taskId);
  expect(events.at(-1)?.to).toBe('SUCCEEDED');
  const { node } = await client.request<{
    node: { outputModelVersion: { model: { id: string }; evaluation: { accuracy: number } } };
  }>(operations.taskResult, { id: taskId });
  expect(node.outputModelVersion.evaluation.accuracy).toBe(1);
  const images = await Promise.all(
    (['left', 'right'] as const).map(async (side) => (await picture(side, 10)).toString('base64')),
  );
  const { predict } = await client.request<{ predict: { predictions: { label: string }[] } }>(operations.predict, {
    input: { modelId: node.outputModelVersion.model.id, images },
  });
  expect(unwrapResult(predict).predictions.map(({ label }) => label)).toEqual(['left', 'right']);

  const store = await createMinioStore(
    server ?? { endpoint: '', bucket: '', accessKey: '', secretKey: '', region: '' },
  );
  const folders = new Set<string>();
  for await (const { key } of store.list('')) folders.add(key.split('/')[0] ?? '');
  expect([...folders].sort()).toEqual(['cache', 'datasets', 'evaluations', 'models']);
});
