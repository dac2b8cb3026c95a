/** Artifacts in any S3-compatible server, through the `minio` client. */
import { readFileSync } from 'node:fs';
import http, { type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';
import { Client, type ClientOptions, type S3Error } from 'minio';
import { InvalidConfiguration, NotFound } from '../errors.ts';
import { type ArtifactStore, assertKey } from './artifact-store.ts';
import { createImpatientAgent } from './impatient-agent.ts';
import { patiently } from './patient.ts';
import { explainS3Error } from './s3-errors.ts';

export interface S3Options {
  endpoint: string;
  bucket: string;
  /** How requests name the bucket: host/bucket or bucket.host. Default: path. */
  style?: 'path' | 'virtual' | undefined;
  region: string;
  accessKey: string;
  secretKey: string;
  sessionToken?: string | undefined;
  /** A file of certificates to trust besides Node's own. */
  caFile?: string | undefined;
  /** How long it may be silent in the middle of a request, in milliseconds. */
  silenceMilliseconds?: number;
}

const silenceMilliseconds = 60_000;
/** For which a server that is overloaded is asked again at a start. */
const openingSeconds = 1;

/** Without it the client would hold a stream of unknown size in memory as one part. */
const partSize = 16 * 2 ** 20;

/**
 * Connects, and creates the bucket when it does not exist.
 * @throws InvalidConfiguration when the server cannot be reached or refuses the keys, naming the setting to change
 */
export async function createMinioStore(options: S3Options): Promise<ArtifactStore> {
  const { bucket } = options;
  const client = createClient(options);
  await ensureBucket(options);

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

/** @param more what differs from a client that serves */
function createClient(options: S3Options, more: Pick<ClientOptions, 'transport' | 'retryOptions'> = {}): Client {
  const { accessKey, secretKey, sessionToken, region } = options;
  const url = new URL(options.endpoint);
  const silence = options.silenceMilliseconds ?? silenceMilliseconds;
  return new Client({
    ...more,
    endPoint: url.hostname,
    port: Number(url.port || (url.protocol === 'https:' ? 443 : 80)),
    useSSL: url.protocol === 'https:',
    accessKey,
    secretKey,
    ...(sessionToken && { sessionToken }),
    region,
    pathStyle: options.style !== 'virtual',
    partSize,
    transportAgent: createImpatientAgent(
      url.protocol,
      silence,
      options.caFile ? authorities(options.caFile) : undefined,
    ),
  });
}

function authorities(caFile: string): string[] {
  try {
    return [...rootCertificates, readFileSync(caFile, 'utf8')];
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InvalidConfiguration(`AIAS_S3_CA_FILE names ${caFile}, which cannot be read (${code}).`);
  }
}

async function ensureBucket(options: S3Options): Promise<void> {
  const { endpoint, bucket, region, style = 'path' } = options;
  let status: number | undefined;
  const { request } = endpoint.startsWith('https:') ? https : http;
  // Many errors of the client do not tell the status, and it prints a line for each request that it sends again.
  const observed = (options: RequestOptions, answer: (response: IncomingMessage) => void) =>
    request(options, (response) => {
      status = response.statusCode;
      answer(response);
    });
  const client = createClient(options, {
    transport: { request: observed as typeof request }, // the one of its forms that the client uses
    retryOptions: { disableRetry: true },
  });
  async function ensure(): Promise<void> {
    if (!(await client.bucketExists(bucket))) await client.makeBucket(bucket, region);
  }
  const mayPass = () => status !== undefined && (status >= 500 || status === 429);
  try {
    await patiently(ensure, mayPass, { seconds: openingSeconds, onRetry: () => undefined });
  } catch (error) {
    // Another process made it between the two calls.
    if (codeOf(error) === 'BucketAlreadyOwnedByYou') return;
    const refused = status;
    const reason = await reasonOf(client, bucket, error);
    throw explainS3Error(reason, { endpoint, bucket, region, style, status: refused });
  }
}

/** The answer to a HEAD has no body, so it cannot say why it refuses: a GET of the same can. */
async function reasonOf(client: Client, bucket: string, refused: unknown): Promise<unknown> {
  if (!statusCodes.includes(codeOf(refused) ?? '')) return refused;
  try {
    for await (const _ of client.listObjectsV2(bucket, '', false)) break;
    return refused;
  } catch (error) {
    return codeOf(error) ? error : refused;
  }
}

/** What the client makes of a status that comes without a body. */
const statusCodes = ['', 'AccessDenied', 'NotFound', 'MethodNotAllowed', 'MovedPermanently', 'TemporaryRedirect'];

function codeOf(error: unknown): string | undefined {
  return (error as Partial<S3Error>).code;
}

function isMissing(error: unknown): boolean {
  return ['NoSuchKey', 'NotFound'].includes(codeOf(error) ?? '');
}
