/** A gateway over its own database that counts the statements of an operation at the Postgres driver. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import { inject } from 'vitest';
import type { Viewer } from '../../src/accounts/access.ts';
import { createGatewayServices, createSandboxedServices } from '../../src/app/wiring/gateway-services.ts';
import type { ArtifactStore } from '../../src/artifacts/artifact-store.ts';
import { createFilesystemStore } from '../../src/artifacts/filesystem.ts';
import { parseConfig } from '../../src/config/config.ts';
import { createDatabase, type DatabaseClient } from '../../src/database/create-database.ts';
import { createGateway } from '../../src/gateway/server.ts';
import type { Services } from '../../src/graphql/context.ts';
import { createLog } from '../../src/log.ts';
import type { Predictor } from '../../src/serving/predictor.ts';
import { createTestDatabase } from './database.ts';
import { type RawAnswer, transports } from './transports.ts';

export interface CountedGateway {
  database: DatabaseClient;
  store: ArtifactStore;
  /** Serves a schema over the same database, with services whose caches are empty. */
  serve(schema: GraphQLSchema, viewer: Viewer): Promise<Counted>;
  stop(): Promise<void>;
}

export interface Counted {
  url: string;
  /** Returns the statements since the last call of `count`. */
  statements(): readonly string[];
  /** Sends an operation. Returns the response, and the statements that the operation made. */
  count(query: string): Promise<{ answer: RawAnswer; statements: string[] }>;
}

/** Statements of a new connection, with which the driver reads the types of arrays. */
const ofConnection = /pg_catalog\.pg_type/;

export async function openCountedGateway(): Promise<CountedGateway> {
  let statements: string[] = [];
  const database = await createTestDatabase(inject('postgresUrl'), (url) =>
    createDatabase(url, { onStatement: (text) => void (ofConnection.test(text) || statements.push(text)) }),
  );
  const folder = await mkdtemp(join(tmpdir(), 'aias-counted-'));
  const store = await createFilesystemStore(folder);
  const gateways: { close(): Promise<void> }[] = [];

  return {
    database,
    store,
    async serve(schema, viewer) {
      const config = parseConfig({ AIAS_DATA_DIR: folder, AIAS_PORT: '0' });
      const stores = { database, store, uploadLimits: config.uploadLimits, publicUrl: () => '' };
      const { api } = createGatewayServices({ config, ...stores });
      const links = { modelVersion: () => '', predictions: () => '', samples: () => '' };
      const services = { ...api, ...createSandboxedServices({ ...api, ...stores, predictor: oneRow }), links };
      const gateway = createGateway({
        schema,
        host: '127.0.0.1',
        port: 0,
        allowedOrigins: [],
        allowedHosts: [],
        graphiql: false,
        operations: { introspection: true, operationSeconds: 60 },
        trustedProxies: 0,
        trust: { mode: 'off', documents: new Map() },
        maxConnectionsPerAddress: 100,
        // Queries need no live updates.
        services: services as unknown as Services,
        authenticate: async () => ({ viewer, sessionId: 'session', expiresAt: new Date(), fresh: false }),
        watchAccess: () => () => undefined,
        routes: [],
        assertReady: async () => undefined,
        onResponse: () => undefined,
        log: createLog({ level: 'error', name: 'counted' }),
      });
      gateways.push(gateway);
      const url = await gateway.listen();
      return {
        url,
        statements: () => statements,
        async count(query) {
          statements = [];
          const answer = await transports.HTTP(url, { query }, 'token');
          return { answer, statements };
        },
      };
    },
    async stop() {
      await Promise.all(gateways.map((gateway) => gateway.close()));
      await database.drop();
      await rm(folder, { recursive: true });
    },
  };
}

/** Reads a sample without a sandbox; the other processes are not needed. */
const oneRow = {
  samples: async (_source: unknown, indices: number[]) => indices.map((index) => ({ kind: 'row', index, cells: {} })),
  lastRows: async () => [{ day: '2026-01-01' }],
} as unknown as Predictor;
