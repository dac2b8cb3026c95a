/**
 * The server of the benchmark of lists. Arguments: `ours` or `stock`, URL of the database, folder. `stock` is graphql-yoga as in its
 * documentation: resolvers that read with drizzle what they need, without sign-in, limits and caches of its own.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { desc, eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import { createSchema, createYoga } from 'graphql-yoga';
import postgres from 'postgres';
import { startGateway } from '../../src/app/gateway.ts';
import { loadConfig } from '../../src/config/config.ts';
import { organizations } from '../../src/database/tables/accounts.ts';
import { datasets, datasetVersions } from '../../src/database/tables/datasets.ts';
import { createLog } from '../../src/log.ts';
import { withoutS3 } from '../own-stores.ts';

const [, , kind, databaseUrl = '', folder = ''] = process.argv;

async function serveOurs(): Promise<string> {
  const settings = { ...withoutS3(), AIAS_DATABASE_URL: databaseUrl, AIAS_DATA_DIR: folder, AIAS_PORT: '0' };
  const config = loadConfig({ ...settings, AIAS_PREDICTOR_SPARES: '0', AIAS_PUBLIC_URL: '' });
  const gateway = await startGateway({ ...config, databaseUrl }, createLog({ level: 'error', name: 'lists' }));
  return gateway.url;
}

const typeDefs = `
  scalar DateTime
  scalar BigInt
  type Query { datasets(first: Int): DatasetConnection! }
  type DatasetConnection { nodes: [Dataset!]! }
  type Dataset { id: ID! name: String! description: String! tags: [String!]! createdAt: DateTime!
    organization: Organization! latestVersion: DatasetVersion! }
  type Organization { id: ID! name: String! }
  type DatasetVersion { version: Int! state: String! format: String sizeBytes: BigInt createdAt: DateTime! }`;

async function serveStock(): Promise<string> {
  const db = drizzle(postgres(databaseUrl, { max: 20 }));
  const globalId = (type: string) => (row: { id: string }) => Buffer.from(`${type}:${row.id}`).toString('base64');
  type Dataset = typeof datasets.$inferSelect;
  const resolvers = {
    Query: {
      datasets: async (_: unknown, { first }: { first: number }) => ({
        nodes: await db.select().from(datasets).orderBy(desc(datasets.id)).limit(first),
      }),
    },
    Dataset: {
      id: globalId('Dataset'),
      organization: async ({ organizationId }: Dataset) =>
        (await db.select().from(organizations).where(eq(organizations.id, organizationId)))[0],
      latestVersion: async ({ id }: Dataset) => {
        const versions = db.select().from(datasetVersions).where(eq(datasetVersions.datasetId, id));
        return (await versions.orderBy(desc(datasetVersions.version)).limit(1))[0];
      },
    },
    Organization: { id: globalId('Organization') },
  };
  const yoga = createYoga({ schema: createSchema({ typeDefs, resolvers }), logging: false });
  const server = createServer(yoga);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is an AddressInfo
  return `http://127.0.0.1:${port}`;
}

const url = kind === 'stock' ? await serveStock() : await serveOurs();
process.send?.({ url });
