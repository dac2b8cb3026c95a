/** Where data is kept: PostgreSQL, Redis, the data folder, and S3. */
import { z } from 'zod';
import { defaultDataFolder } from '../home-folder.ts';
import { readPostgresParameters } from '../postgres-parameters.ts';
import { parsePostgresUrl } from '../postgres-url.ts';
import { parseRedisUrl } from '../redis-url.ts';
import { endpoint, path, readable } from '../setting-types.ts';

export const storageSettings = {
  AIAS_DATABASE_URL: readable((url) => readPostgresParameters(parsePostgresUrl(url).parameters))
    .optional()
    .describe(
      'PostgreSQL URL, `postgres://<user>:<password>@<host>:<port>/<database>`, with libpq parameters such as `?sslmode=verify-full`. Default: an embedded server under AIAS_DATA_DIR.',
    ),
  AIAS_DATABASE_CA_FILE: path
    .optional()
    .describe(
      'CA certificate file (PEM) that must have signed the certificate of the PostgreSQL server. Implies `sslmode=verify-full` unless the URL sets another mode.',
    ),
  AIAS_REDIS_URL: readable(parseRedisUrl)
    .optional()
    .describe(
      'Redis URL for change notifications between processes, `redis://<user>:<password>@<host>:<port>`. Default: PostgreSQL LISTEN and NOTIFY.',
    ),
  AIAS_DATA_DIR: path
    .default(defaultDataFolder)
    .describe('Directory for the embedded PostgreSQL, the filesystem artifact store, and local caches.'),
  AIAS_S3_ENDPOINT: endpoint
    .optional()
    .describe(
      'S3-compatible server for artifacts, http(s)://host:port. Connects directly and ignores HTTP_PROXY. Default: files under AIAS_DATA_DIR.',
    ),
  AIAS_S3_BUCKET: z
    .string()
    .min(3)
    .max(63)
    .default('aias')
    .describe('Bucket for artifacts. Created if it does not exist.'),
  AIAS_S3_STYLE: z
    .enum(['path', 'virtual'])
    .default('path')
    .describe(
      'How requests address the bucket: `path` uses host/bucket, `virtual` uses bucket.host, which some services require.',
    ),
  AIAS_S3_REGION: z.string().min(1).default('us-east-1').describe('Region of the S3 server.'),
  AIAS_S3_ACCESS_KEY: z.string().min(1).optional().describe('Access key of the S3 server.'),
  AIAS_S3_SECRET_KEY: z.string().min(1).optional().describe('Secret key of the S3 server.'),
  AIAS_S3_SESSION_TOKEN: z.string().min(1).optional().describe('Session token of temporary S3 credentials.'),
  AIAS_S3_CA_FILE: path
    .optional()
    .describe('CA certificate file (PEM) to trust for the S3 server, in addition to those that Node.js trusts.'),
};
