/** Messages of commands in a broken environment. Every error here comes from the real system or driver. */
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { parseConfig } from '../../src/config/config.ts';
import { createDatabase } from '../../src/database/create-database.ts';
import { lockFolder } from '../../src/database/folder-lock.ts';
import { assertMigrated } from '../../src/database/migrate.ts';
import { describeFailure } from '../../src/start-errors.ts';
import { startHealthServer } from '../../src/worker/health.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aias-errors-'));
  await writeFile(join(folder, 'file'), '');
});
afterAll(() => rm(folder, { recursive: true }));

const errorOf = (work: () => Promise<unknown>): Promise<unknown> =>
  work().then(
    () => null,
    (error: unknown) => error,
  );

/** Returns the one line for the operator, after checking the exit code of a wrong setting. */
function lineOf(error: unknown, settings: Record<string, string> = {}): string {
  const { text, exitCode } = describeFailure(error, parseConfig(settings));
  expect(text).toMatch(/^[^\n]+$/);
  expect(exitCode).toBe(2);
  return text;
}

test('names the setting of a port in use', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const port = (taken.address() as AddressInfo).port; // a TCP server has no other kind of address
  const error = await errorOf(() => startHealthServer('127.0.0.1', port));
  expect(lineOf(error, { AIAS_PORT: String(port) })).toMatch(
    new RegExp(`^AIAS_PORT: port ${port} on 127\\.0\\.0\\.1 is already in use`),
  );
  expect(lineOf(error, { AIAS_WORKER_HEALTH_PORT: String(port) })).toMatch(/^AIAS_WORKER_HEALTH_PORT: .*in use/);
  taken.close();
});

test.each(['203.0.113.1', 'gateway.invalid'])(
  'names AIAS_HOST for the host %s, which is not on this machine',
  async (host) => {
    const error = await errorOf(() => startHealthServer(host, 0));
    expect(lineOf(error, { AIAS_HOST: host })).toMatch(/^AIAS_HOST: cannot listen on/);
  },
);

test('names AIAS_DATA_DIR and the reason for an unusable folder', async () => {
  const below = join(folder, 'file', 'data');
  expect(lineOf(await errorOf(() => lockFolder(below)), { AIAS_DATA_DIR: below })).toMatch(
    /^AIAS_DATA_DIR: .*a component of the path is a file/,
  );
  const long = join(folder, 'x'.repeat(300));
  expect(lineOf(await errorOf(() => lockFolder(long)), { AIAS_DATA_DIR: long })).toMatch(/^AIAS_DATA_DIR: .*too long/);
  const file = join(folder, 'file');
  expect(lineOf(await errorOf(() => lockFolder(file)), { AIAS_DATA_DIR: file })).toMatch(/^AIAS_DATA_DIR: /);
  const dangling = join(folder, 'dangling');
  await symlink(join(folder, 'not mounted'), dangling);
  for (const path of [dangling, join(dangling, 'data')]) {
    expect(lineOf(await errorOf(() => lockFolder(path)), { AIAS_DATA_DIR: path })).toMatch(
      /^AIAS_DATA_DIR: .*broken symbolic link/,
    );
  }
  // The recursive mkdir of Node.js never returns for this path.
  if (process.platform === 'linux') {
    expect(lineOf(await errorOf(() => lockFolder('/proc/none/data')), { AIAS_DATA_DIR: '/proc/none/data' })).toMatch(
      /^AIAS_DATA_DIR: .*no directory can be created there/,
    );
  }
});

test('says what to do about a database without migrations or privileges', async () => {
  const database = createDatabase(inject('postgresUrl'), { max: 1 });
  const name = `bare_${process.pid}`;
  await database.sql`create database ${database.sql(name)}`;
  const bare = new URL(inject('postgresUrl'));
  bare.pathname = `/${name}`;
  const other = createDatabase(bare.href, { max: 1 });
  expect(lineOf(await errorOf(() => assertMigrated(other.sql)))).toMatch(/AIAS_DATABASE_URL.*aias migrate/);
  const readOnly = createDatabase(`${bare.href}?options=-c%20default_transaction_read_only%3Don`, { max: 1 });
  expect(lineOf(await errorOf(() => assertMigrated(readOnly.sql)))).toMatch(/AIAS_DATABASE_URL is read-only/);
  await readOnly.close();
  const denied = await errorOf(() => other.sql`set role pg_monitor; create table t ()`.simple());
  expect(lineOf(denied, { AIAS_DATABASE_URL: bare.href })).toMatch(/^AIAS_DATABASE_URL: the role .* lacks a privilege/);
  await other.close();
  await database.sql`drop database ${database.sql(name)}`;
  await database.close();
});

test('an internal error keeps its stack, exits with 1 and reveals no secret', () => {
  const settings = { AIAS_DATABASE_URL: 'postgres://ada:hunter2hunter2@db/aias' };
  const defect = new TypeError('cannot read postgres://ada:hunter2hunter2@db/aias, hunter2hunter2');
  const { text, exitCode } = describeFailure(defect, parseConfig(settings));
  expect(exitCode).toBe(1);
  expect(text).toMatch(/TypeError: cannot read .*\n\s+at /);
  expect(text).not.toContain('hunter2');
});
