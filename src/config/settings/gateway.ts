/** How clients reach the gateway, and what they may do there. */
import { isIP } from 'node:net';
import { z } from 'zod';
import { boundedInteger, endpoint, hostPattern, originOf, path, splitList } from '../setting-types.ts';

export const gatewaySettings = {
  AIAS_HOST: z
    .string()
    .refine(
      (text) => isIP(text) !== 0 || (!text.startsWith('.') && text !== '*' && hostPattern.test(text)),
      'must be an IP address such as 0.0.0.0 or ::, without brackets and port, or a host name',
    )
    .default('127.0.0.1')
    .describe('Address that the gateway and the health port of a worker listen on.'),
  AIAS_PORT: boundedInteger(0, 65535).default(4000).describe('Port of the gateway. 0 selects a free port.'),
  AIAS_PUBLIC_URL: endpoint
    // Links are built from it and compared with it, so a trailing "/" and the trailing dot of a full DNS name are removed.
    .transform((url) => new URL(url).origin.replace(/\.(?=(:\d+)?$)/, ''))
    .optional()
    .describe(
      'Public URL of the gateway, used in upload and download links. Default: derived from the listening address.',
    ),
  AIAS_ALLOWED_ORIGINS: z
    .string()
    .refine(
      (text) => splitList(text).every((origin) => originOf(origin) !== null),
      'each must be an origin such as https://app.example.com',
    )
    .default('')
    .describe('Comma-separated origins of other web pages that may call the gateway from a browser (CORS).'),
  AIAS_ALLOWED_HOSTS: z
    .string()
    .refine(
      (text) => splitList(text).every((name) => hostPattern.test(name)),
      'each must be a host name, ".domain" or "*"',
    )
    .default('')
    .describe(
      'Comma-separated host names by which clients reach the gateway, in addition to AIAS_PUBLIC_URL, local names, and IP addresses. `.example.com` matches every name below it; `*` matches any.',
    ),
  AIAS_GRAPHIQL: z
    .enum(['on', 'off'])
    .default('on')
    .describe('Whether the gateway serves GraphiQL to browsers at /graphql.'),
  AIAS_INTROSPECTION: z
    .enum(['on', 'off'])
    .default('on')
    .describe('Whether clients may query the GraphQL schema. `off` rejects `__schema` and `__type`.'),
  AIAS_TRUSTED_DOCUMENTS: z
    .enum(['off', 'allow', 'only'])
    .default('off')
    .describe(
      'Whether clients may send the SHA-256 hash of a trusted document instead of its text. `allow` accepts hashes and any document; `only` accepts nothing but trusted documents and those of the dashboard, and disables GraphiQL.',
    ),
  AIAS_TRUSTED_DOCUMENTS_FILE: path
    .optional()
    .describe(
      'JSON file of the trusted documents by their SHA-256 hash, as GraphQL Code Generator writes it (`persistedDocuments`). Default: only the documents of the dashboard are trusted.',
    ),
  AIAS_OPERATION_SECONDS: boundedInteger(1, 3600)
    .default(60)
    .describe('Time limit for a GraphQL query or mutation, in seconds. Subscriptions have no limit.'),
  AIAS_TRUSTED_PROXIES: boundedInteger(0, 10)
    .default(0)
    .describe(
      'Number of reverse proxies in front of the gateway, which determines the client address in X-Forwarded-For.',
    ),
  AIAS_MAX_CONNECTIONS_PER_ADDRESS: boundedInteger(1, 10 ** 6)
    .default(1000)
    .describe('Maximum number of open WebSockets and event streams per client address at one gateway.'),
  AIAS_METRICS_TOKEN: z
    .string()
    .regex(/^\S{16,}$/, 'must have at least 16 characters and no spaces')
    .optional()
    .describe('Bearer token required to read /metrics. Default: anyone who can reach the gateway can read it.'),
};
