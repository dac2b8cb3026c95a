/** Artifacts in any S3-compatible server, through the `minio` client. */
import { Readable } from 'node:stream';
import { Client, type S3Error } from 'minio';
import { InvalidConfiguration, NotFound } from '../errors.ts';
import { type ArtifactStore, assertKey } from './artifact-store.ts';
import { createImpatientAgent } from './impatient-agent.ts';

export interface S3Options {
  endpoint: string;
  bucket: string;
  accessKey: string;
  secretKey: string;
  region: string;
  /** How long it may be silent in the middle of a request, in milliseconds. */
  silenceMilliseconds?: number;
}

const silenceMilliseconds = 60_000;

/** Without it the client would hold a stream of unknown size in memory as one part. */
const partSize = 16 * 2 ** 20;

/**
 * Connects, and makes the bucket when it is not there.
 * @throws InvalidConfiguration when the server cannot be reached or refuses the keys
 */
export async function createMinioStore(options: S3Options): Promise<ArtifactStore> {
  const { bucket, region } = options;
  const url = new URL(options.endpoint);
  const client = new Client({
    endPoint: url.hostname,
    port: Number(url.port || (url.protocol === 'https:' ? 443 : 80)),
    useSSL: url.protocol === 'https:',
    accessKey: options.accessKey,
    secretKey: options.secretKey,
    region,
    pathStyle: true,
    partSize,
    transportAgent: createImpatientAgent(url.protocol, options.silenceMilliseconds ?? silenceMilliseconds),
  });
  await ensureBucket(client, options);

  return {
    async put(key, body, size) {
      assertKey(key);
      let bytes = 0;
      const counted = async function* () {
        for await (const chunk of body instanceof Uint8Array ? [body] : body) {
          bytes += chunk.length;
          yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
        }
      };
      const source = Readable.from(counted(), { objectMode: false });
      const known = body instanceof Uint8Array ? body.length : size;
      // The client does not listen for the source's failure: it would wait for ever, and the process would die of it.
      const failed = new Promise<never>((_, reject) => source.once('error', reject));
      try {
        await Promise.race([client.putObject(bucket, key, source, known), failed]);
      } catch (error) {
        // Parts that were sent already are invisible, but take room. A server that cannot drop them sweeps them itself.
        await client.removeIncompleteUpload(bucket, key).catch(() => undefined);
        throw error;
      }
      return { bytes };
    },

    async get(key, range) {
      assertKey(key);
      const { start = 0, end } = range ?? {};
      if (end !== undefined && end <= start) return Readable.from([]);
      try {
        if (!range) return await client.getObject(bucket, key);
        return await client.getPartialObject(bucket, key, start, end === undefined ? 0 : end - start);
      } catch (error) {
        if (isMissing(error)) throw new NotFound(`There is no artifact ${key}.`);
        // A range that begins behind the end holds nothing.
        if (codeOf(error) === 'InvalidRange') return Readable.from([]);
        throw error;
      }
    },

    async stat(key) {
      assertKey(key);
      try {
        return { bytes: (await client.statObject(bucket, key)).size };
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },

    async delete(key) {
      assertKey(key);
      await client.removeObject(bucket, key);
    },

    async *list(prefix) {
      for await (const item of client.listObjectsV2(bucket, prefix, true)) {
        if (item.name) yield { key: item.name as string, bytes: item.size as number };
      }
    },

    async check() {
      if (!(await client.bucketExists(bucket))) throw new Error(`The bucket ${bucket} is gone.`);
    },
  };
}

async function ensureBucket(client: Client, { endpoint, bucket, region }: S3Options): Promise<void> {
  try {
    if (!(await client.bucketExists(bucket))) await client.makeBucket(bucket, region);
  } catch (error) {
    // Another process made it between the two calls.
    if (codeOf(error) === 'BucketAlreadyOwnedByYou') return;
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidConfiguration(
      `The S3 server at ${endpoint} cannot be used with bucket "${bucket}": ${reason || codeOf(error)}. ` +
        'Check AIAS_S3_ENDPOINT, AIAS_S3_BUCKET, AIAS_S3_ACCESS_KEY, AIAS_S3_SECRET_KEY and AIAS_S3_REGION.',
    );
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as Partial<S3Error>).code;
}

function isMissing(error: unknown): boolean {
  return ['NoSuchKey', 'NotFound'].includes(codeOf(error) ?? '');
}
