/** Starts one real Postgres for the whole run; every test file creates its own databases in it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/database/embedded.ts';
import { migrate } from '../../src/database/migrate.ts';
import { databaseUrl, templateDatabase } from './database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

export default async function setup({ provide }: TestProject) {
  await import('../../scripts/ensure-dashboard.js');
  const dataDir = await mkdtemp(join(tmpdir(), 'aias-test-'));
  const postgres = await startEmbeddedPostgres({ dataDir, durable: false });
  const { default: connect } = await import('postgres');
  const sql = connect(postgres.url, { max: 1 });
  await sql`create database ${sql(templateDatabase)}`;
  await sql.end();
  await migrate(databaseUrl(postgres.url, templateDatabase));
  provide('postgresUrl', postgres.url);
  return async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
