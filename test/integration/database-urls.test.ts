/** Postgres URLs of all common forms, against a real server with TLS, a Unix socket and a pooler. */
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, createSecureContext, TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/config/config.ts';
import { openPostgres } from '../../src/database/connection.ts';
import { createDatabase } from '../../src/database/create-database.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/database/embedded.ts';
import { migrate } from '../../src/database/migrate.ts';
import { type Authority, createAuthority } from '../support/certificates.ts';
import { type PgBouncer, pgBouncerHint, startPgBouncer } from '../support/pgbouncer.ts';
import { waitFor } from '../support/wait-for.ts';

const password = 'p@ss/w#rd %?&=';
const role = `ada:${encodeURIComponent(password)}`;
let folder: string;
let server: EmbeddedPostgres;
let port: number;
let authority: Authority;
let stranger: Authority;
let client: { certificate: string; key: string };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aias-tls-'));
  await chmod(folder, 0o755);
  server = await startEmbeddedPostgres({ dataDir: folder, durable: false });
  port = Number(new URL(server.url).port);
  authority = createAuthority(folder);
  stranger = createAuthority(folder, 'stranger');
  client = authority.sign('bob', 'DNS:bob');
  const own = authority.sign('server', 'DNS:localhost');
  const cluster = join(folder, 'postgres');
  await writeFile(join(cluster, 'tls.crt'), readFileSync(own.certificate));
  await writeFile(join(cluster, 'tls.key'), readFileSync(own.key), { mode: 0o600 });
  await writeFile(join(cluster, 'ca.crt'), readFileSync(authority.file));
  const sql = openPostgres(server.url, { max: 1 });
  await sql.unsafe(`create role ada login superuser password '${password}'`);
  await sql`create role bob login`;
  await sql`create role plain login password 'plain-password'`;
  for (const [name, value] of Object.entries({
    ssl_cert_file: 'tls.crt',
    ssl_key_file: 'tls.key',
    ssl_ca_file: 'ca.crt',
    ssl: 'on',
  })) {
    await sql.unsafe(`alter system set ${name} = '${value}'`);
  }
  const rules = join(cluster, 'pg_hba.conf');
  const before = await readFile(rules, 'utf8');
  await writeFile(
    rules,
    `hostssl all bob all cert\nhostssl all plain all scram-sha-256\nhost all plain all reject\nhost all old all md5\n${before}`,
  );
  await sql`select pg_reload_conf()`;
  await waitFor('TLS', async () => {
    const [row] = await sql`show ssl`;
    return row?.ssl === 'on';
  });
  await sql.end();
});

afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const url = (query = '', host = '127.0.0.1', user = role) => `postgres://${user}@${host}:${port}/aias${query}`;

/** Returns the session that this URL opens, as the server reports it. */
async function sessionOf(address: string) {
  const sql = openPostgres(address, { max: 1 });
  try {
    const [row] = await sql`
      select current_user as "user", ssl, current_setting('application_name') as name, current_setting('search_path') as path,
        current_setting('statement_timeout') as timeout from pg_stat_ssl where pid = pg_backend_pid()`;
    return row;
  } finally {
    await sql.end();
  }
}

/** Returns the one line that the operator reads. */
async function refusalOf(address: string): Promise<string> {
  const error = await check(address).then(
    () => null,
    (reason: Error) => reason,
  );
  expect(error?.name).toBe('InvalidConfiguration');
  const line = error?.message ?? '';
  expect(line).toMatch(/^AIAS_DATABASE_(URL|CA_FILE)\b[^\n]+$/);
  expect(line).not.toContain('p@ss');
  return line;
}

async function check(address: string): Promise<void> {
  const database = createDatabase(address, { max: 1 });
  try {
    await database.check();
  } finally {
    await database.close();
  }
}

const ca = () => `sslrootcert=${encodeURIComponent(authority.file)}`;

describe('a Postgres URL', () => {
  test.each([
    ['', true],
    ['?sslmode=disable', false],
    ['?sslmode=allow', true],
    ['?sslmode=prefer', true],
    ['?sslmode=require', true],
    ['?ssl=true', true],
    ['?sslmode=require&channel_binding=require', true],
    ['?channel_binding=disable', true],
    ['?schema=public', true],
    ['?search_path=public&sslmode=disable', false],
    ['?pgbouncer=true', true],
    ['?target_session_attrs=any&connect_timeout=3&load_balance_hosts=random', true],
    ['?target_session_attrs=primary', true],
  ])('migrates with %s', async (query, ssl) => {
    await migrate(url(query));
    expect(await sessionOf(url(query))).toMatchObject({ user: 'ada', ssl });
  });

  test("accepts libpq's scheme, parameters instead of the authority, and server settings", async () => {
    const everything = `postgresql:///?host=127.0.0.1&port=${port}&user=ada&password=${encodeURIComponent(password)}&dbname=aias`;
    const settings = '&application_name=reports&statement_timeout=7s&options=-c%20work_mem%3D5MB';
    expect(await sessionOf(everything + settings)).toMatchObject({ user: 'ada', name: 'reports', timeout: '7s' });
    expect(await sessionOf(url('', 'localhost'))).toMatchObject({ name: 'aias' });
  });

  test('checks the certificate with verify-ca, and also its host name with verify-full', async () => {
    for (const mode of ['verify-ca', 'verify-full']) {
      expect(await sessionOf(url(`?sslmode=${mode}&${ca()}`, 'localhost'))).toMatchObject({ ssl: true });
      expect(await refusalOf(url(`?sslmode=${mode}`, 'localhost'))).toMatch(/not trusted.*AIAS_DATABASE_CA_FILE/);
      expect(await refusalOf(url(`?sslmode=${mode}&sslrootcert=${stranger.file}`, 'localhost'))).toMatch(/not trusted/);
    }
    // The certificate does not name this address.
    expect(await sessionOf(url(`?sslmode=verify-ca&${ca()}`))).toMatchObject({ ssl: true });
    expect(await refusalOf(url(`?sslmode=verify-full&${ca()}`))).toMatch(/for another host.*127\.0\.0\.1/);
    expect(await refusalOf(url('?sslmode=require&sslrootcert=/nowhere.pem'))).toMatch(
      /\/nowhere\.pem.*cannot be read \(ENOENT\)/,
    );
  });

  test('reads the CA from AIAS_DATABASE_CA_FILE, which implies verify-full', async () => {
    const settings = (file: string) =>
      parseConfig({ AIAS_DATABASE_URL: url('', 'localhost'), AIAS_DATABASE_CA_FILE: file }).databaseUrl ?? '';
    expect(settings(authority.file)).toContain('sslmode=verify-full');
    expect(await sessionOf(settings(authority.file))).toMatchObject({ ssl: true });
    expect(await refusalOf(settings(stranger.file))).toMatch(/not trusted/);
  });

  test('sends a client certificate', async () => {
    const files = `sslcert=${client.certificate}&sslkey=${client.key}`;
    expect(await sessionOf(url(`?sslmode=require&${files}`, '127.0.0.1', 'bob'))).toMatchObject({
      user: 'bob',
      ssl: true,
    });
  });

  test('tries the next host', async () => {
    const two = `postgres://${role}@127.0.0.1:${await unusedPort()},localhost:${port}/aias?target_session_attrs=read-write`;
    await migrate(two);
    expect(await sessionOf(two)).toMatchObject({ user: 'ada' });
    const none = `postgres://${role}@127.0.0.1:${await unusedPort()},127.0.0.1:${await unusedPort()}/aias`;
    expect(await refusalOf(none)).toMatch(/nothing listens at 127\.0\.0\.1:\d+, 127\.0\.0\.1:\d+/);
    expect(await refusalOf(url('?target_session_attrs=standby'))).toMatch(/target_session_attrs/);
  });

  test.each([
    ['a wrong password', () => url('', '127.0.0.1', 'ada:p%40ssword'), /the password of the role "ada" is wrong/],
    ['a role that does not exist', () => url('', '127.0.0.1', 'eve:p%40ss'), /"eve"/],
    ['a database that does not exist', () => url().replace('/aias', '/other'), /the database "other" does not exist/],
    [
      'a role that requires TLS',
      () => url('?sslmode=disable', '127.0.0.1', 'plain:plain-password'),
      /only over TLS.*sslmode=require/,
    ],
    ['an unknown host', () => url('', 'db.invalid'), /the host of db\.invalid:\d+ (is unknown|cannot be looked up)/],
    ['an unknown parameter', () => url('?color=red'), /parameter after the "\?" is unknown.*color/],
    ['an invalid value of a parameter', () => url('?statement_timeout=soon'), /statement_timeout/],
    ['a missing socket', () => `postgres://${role}@%2Fnowhere/aias`, /there is no socket \/nowhere\/\.s\.PGSQL\.5432/],
  ])('is rejected in one line for %s', async (_, address, reason) => {
    expect(await refusalOf(address())).toMatch(reason);
  });

  test('is rejected in one line when the server is down, is not Postgres, or lacks TLS', async () => {
    expect(await refusalOf(`postgres://${role}@127.0.0.1:${await unusedPort()}/aias`)).toMatch(/nothing listens at/);
    const plain = createServer((socket) => socket.once('data', () => socket.write('N')));
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    const { port: other } = plain.address() as AddressInfo; // a TCP server has no other kind of address of address of address
    expect(await refusalOf(`postgres://${role}@127.0.0.1:${other}/aias?sslmode=require`)).toMatch(/does not offer TLS/);
    plain.close();
    const web = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n').on('error', () => undefined));
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    const { port: http } = web.address() as AddressInfo;
    expect(await refusalOf(`postgres://${role}@127.0.0.1:${http}/aias?sslmode=disable&connect_timeout=2`)).toMatch(
      /127\.0\.0\.1/,
    );
    web.close();
  });

  test('channel_binding=require rejects a server that requests the password without it', async () => {
    const sql = openPostgres(url(), { max: 1 });
    await sql`set password_encryption = 'md5'`;
    await sql`create role old login password 'old-password'`;
    await sql.end();
    expect(await sessionOf(url('?sslmode=require', '127.0.0.1', 'old:old-password'))).toMatchObject({ ssl: true });
    const refused = await refusalOf(url('?sslmode=require&channel_binding=require', '127.0.0.1', 'old:old-password'));
    expect(refused).toMatch(/does not offer channel binding/);
  });
});

test('channel_binding=require detects a man in the middle', async () => {
  const own = stranger.sign('between', 'DNS:localhost');
  const context = createSecureContext({ cert: readFileSync(own.certificate), key: readFileSync(own.key) });
  const between = createServer((incoming) => {
    incoming.once('data', () => {
      incoming.write('S');
      const decrypted = new TLSSocket(incoming, { isServer: true, secureContext: context });
      const outgoing = connect(port, '127.0.0.1', () => outgoing.write(sslRequest));
      outgoing.once('data', () => {
        const encrypted = connectTls({ socket: outgoing, rejectUnauthorized: false }, () => {
          decrypted.pipe(encrypted).pipe(decrypted);
        });
        for (const socket of [decrypted, encrypted, outgoing, incoming]) socket.on('error', () => undefined);
      });
    });
  });
  await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
  const { port: other } = between.address() as AddressInfo; // a TCP server has no other kind
  const through = (query: string) => `postgres://${role}@127.0.0.1:${other}/aias?sslmode=require&${query}`;
  expect(await sessionOf(through('channel_binding=disable'))).toMatchObject({ user: 'ada' });
  expect(await refusalOf(through('channel_binding=require'))).toMatch(/channel binding/);
  between.close();
});

/** The SSLRequest message: its length and code. */
const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

async function unusedPort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port: free } = probe.address() as AddressInfo; // a TCP server has no other kind
  await new Promise((resolve) => probe.close(resolve));
  return free;
}

const hasPgBouncer = pgBouncerHint === null;
if (!hasPgBouncer)
  console.warn(`\n  SKIPPED: a pooler in transaction mode needs PgBouncer. On Debian: ${pgBouncerHint}\n`);

describe.skipIf(!hasPgBouncer)('PgBouncer in transaction mode', () => {
  let pooler: PgBouncer;
  beforeAll(async () => {
    pooler = await startPgBouncer({ port, user: 'postgres', password: new URL(server.url).password });
  });
  afterAll(() => pooler?.stop());
  const through = (query: string) => `postgres://postgres:any@127.0.0.1:${pooler.port}/aias${query}`;

  test('serves migrations and statements with pgbouncer=true', async () => {
    await migrate(through('?pgbouncer=true'));
    await migrate(through('?pgbouncer=true')); // a session-level lock would block this forever
    const database = createDatabase(through('?pgbouncer=true'), { max: 4 });
    await database.check();
    const answers = Array.from({ length: 20 }, (_, n) => database.sql`select ${n}::int as n`);
    expect((await Promise.all(answers)).map(([row]) => row?.n)).toEqual([...answers.keys()]);
    await database.close();
  });

  test('is rejected with a hint when the URL lacks the parameter', async () => {
    expect(await refusalOf(through(''))).toMatch(/is a pooler.*pgbouncer=true/);
  });
});
