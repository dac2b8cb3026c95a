/** Commands in a misconfigured environment: one line on stderr, exit code 2, no stack trace and no secret. */
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { runAias } from '../support/cli.ts';
import { createTestDatabase } from '../support/database.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'));
});
afterAll(() => database.drop());

const dataDir = join(tmpdir(), `aias-start-errors-${process.pid}`);

async function refusalOf(args: string[], environment: Record<string, string>): Promise<string> {
  const { output, exited } = runAias(args, {
    HOME: dataDir,
    AIAS_DATA_DIR: dataDir,
    AIAS_LOG_LEVEL: 'fatal',
    ...environment,
  });
  expect([await exited, output.err]).toEqual([2, expect.stringMatching(/^[^\n]+\n$/)]);
  expect(output.err).not.toMatch(/S3cret/);
  return output.err;
}

const wrongPassword = () => {
  const url = new URL(inject('postgresUrl'));
  url.password = 'S3cret-word';
  return url.href;
};

test.each([
  ['migrate', wrongPassword, /^AIAS_DATABASE_URL: the password of the role "postgres" is wrong/],
  [
    'worker',
    () => inject('postgresUrl').replace('/aias', '/nothing'),
    /^AIAS_DATABASE_URL: the database "nothing" does not exist/,
  ],
  ['gateway', () => 'postgres://ada:S3cret@127.0.0.1:9/aias', /^AIAS_DATABASE_URL: nothing listens at 127\.0\.0\.1:9/],
  ['start', () => 'postgres://ada:S3cret@127.0.0.1:9/aias', /^AIAS_DATABASE_URL: nothing listens at 127\.0\.0\.1:9/],
  ['demo', () => 'postgres://ada:S3cret/word@db/aias', /^AIAS_DATABASE_URL has an unencoded "\/"/],
  ['doctor', () => 'postgres://ada:S3cret%@db/aias', /^AIAS_DATABASE_URL has a "%"/],
])('`aias %s` prints one line about the database problem', async (command, url, line) => {
  expect(await refusalOf([command], { AIAS_DATABASE_URL: url() })).toMatch(line);
});

test('`aias quota` points to `aias migrate` when the database has no tables', async () => {
  const bare = inject('postgresUrl').replace('/aias', '/postgres');
  expect(await refusalOf(['quota', 'acme'], { AIAS_DATABASE_URL: bare })).toMatch(/aias migrate/);
});

test('`aias gateway` names AIAS_PORT when the port is in use', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const port = String((taken.address() as AddressInfo).port); // a TCP server has no other kind of address
  expect(await refusalOf(['gateway'], { AIAS_DATABASE_URL: database.url, AIAS_PORT: port })).toMatch(
    /^AIAS_PORT: port \d+ /,
  );
  taken.close();
});

test('`aias migrate` ignores Kubernetes service links and warns once about an unknown setting', async () => {
  const { output, exited } = runAias(['migrate'], {
    AIAS_DATABASE_URL: `${database.url}?schema=public`,
    AIAS_GATEWAY_SERVICE_HOST: '10.96.0.12',
    AIAS_GATEWAY_PORT: 'tcp://10.96.0.12:80',
    AIAS_PORT: 'tcp://10.96.0.13:4000',
    AIAS_LOG_LEVLE: 'S3cret',
  });
  expect([await exited, output.err]).toEqual([
    0,
    'Warning: AIAS_LOG_LEVLE is not a setting. Did you mean AIAS_LOG_LEVEL?\n',
  ]);
  expect(output.out).toContain('up to date');
});
