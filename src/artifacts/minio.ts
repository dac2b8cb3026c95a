/** Stores artifacts in an S3-compatible server, through the `minio` client. */
import { readFileSync } from 'node:fs';
import http, { type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';
import { Client, type ClientOptions, type S3Error } from 'minio';
import { InvalidConfiguration, NotFound } from '../errors.ts';
import { retry } from '../retry.ts';
import { type ArtifactStore, assertKey } from './artifact-store.ts';
import { createIdleTimeoutAgent } from './idle-timeout-agent.ts';
import { explainS3Error } from './s3-errors.ts';

export interface S3Options {
  endpoint: string;
  bucket: string;
  /** URL style of requests: host/bucket (path) or bucket.host (virtual). Default: path. */
  style?: 'path' | 'virtual' | undefined;
  region: string;
  accessKey: string;
  secretKey: string;
  sessionToken?: string | undefined;
  /** File of certificates to trust in addition to Node's own. */
  caFile?: string | undefined;
  /** Idle timeout of a connection during a request, in milliseconds. Default: 60,000. */
  silenceMs?: number;
}

const idleTimeoutMs = 60_000;
/** Time that the first requests are retried while the server is overloaded. */
const maxConnectSeconds = 1;

/** Part size of multipart uploads in bytes. By default the client would buffer a stream of unknown size in memory as one part. */
const partSize = 16 * 2 ** 20;

/**
 * Connects to the server, and creates the bucket if it does not exist.
 * @throws InvalidConfiguration when the server is unreachable or rejects the keys, naming the setting to change
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
      // The client does not handle errors of the source: it would wait forever, and the unhandled error would end the process.
      const failed = new Promise<never>((_, reject) => source.once('error', reject));
      try {
        await Promise.race([client.putObject(bucket, key, source, known), failed]);
      } catch (error) {
        // Uploaded parts are invisible but use space. If they cannot be removed now, the server's own cleanup removes them.
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
        if (isMissing(error)) throw new NotFound(`Artifact ${key} not found.`);
        // A range that starts after the end is empty.
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
      if (!(await client.bucketExists(bucket))) throw new Error(`The bucket ${bucket} does not exist.`);
    },
  };
}

/** Creates a client. @param more options that differ from the default client */
function createClient(options: S3Options, more: Pick<ClientOptions, 'transport' | 'retryOptions'> = {}): Client {
  const { accessKey, secretKey, sessionToken, region } = options;
  const url = new URL(options.endpoint);
  const timeoutMs = options.silenceMs ?? idleTimeoutMs;
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
    transportAgent: createIdleTimeoutAgent(
      url.protocol,
      timeoutMs,
      options.caFile ? readAuthorities(options.caFile) : undefined,
    ),
  });
}

function readAuthorities(caFile: string): string[] {
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
  // Many of the client's errors lack the status, and its own retries print a line each, so they are disabled.
  const observed = (options: RequestOptions, answer: (response: IncomingMessage) => void) =>
    request(options, (response) => {
      status = response.statusCode;
      answer(response);
    });
  const client = createClient(options, {
    transport: { request: observed as typeof request }, // the only overload that the client uses
    retryOptions: { disableRetry: true },
  });
  async function ensure(): Promise<void> {
    if (!(await client.bucketExists(bucket))) await client.makeBucket(bucket, region);
  }
  const isOverloaded = () => status !== undefined && (status >= 500 || status === 429);
  try {
    await retry(ensure, isOverloaded, { maxSeconds: maxConnectSeconds, onRetry: () => undefined });
  } catch (error) {
    // Another process created the bucket between the two calls.
    if (codeOf(error) === 'BucketAlreadyOwnedByYou') return;
    const originalStatus = status;
    const reason = await findReason(client, bucket, error);
    throw explainS3Error(reason, { endpoint, bucket, region, style, status: originalStatus });
  }
}

/** Finds the reason of an error. The response to a HEAD request has no body, so a GET request is sent to get the reason. */
async function findReason(client: Client, bucket: string, original: unknown): Promise<unknown> {
  if (!statusCodes.includes(codeOf(original) ?? '')) return original;
  try {
    for await (const _ of client.listObjectsV2(bucket, '', false)) break;
    return original;
  } catch (error) {
    return codeOf(error) ? error : original;
  }
}

/** The codes that the client derives from the status of a response without a body. */
const statusCodes = ['', 'AccessDenied', 'NotFound', 'MethodNotAllowed', 'MovedPermanently', 'TemporaryRedirect'];

function codeOf(error: unknown): string | undefined {
  return (error as Partial<S3Error>).code;
}

function isMissing(error: unknown): boolean {
  return ['NoSuchKey', 'NotFound'].includes(codeOf(error) ?? '');
}
