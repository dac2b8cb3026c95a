/** Runs `aias start` as a user does: it starts, serves, stops without leaving processes, and restarts with its data. */
import { type ChildProcess, execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { createApiClient } from '../../src/demo/client.ts';
import { runAias } from '../support/cli.ts';
import { kill } from '../support/kill.ts';
import { waitFor } from '../support/wait-for.ts';

let dataDir: string;
const children: ChildProcess[] = [];
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'aias-start-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL'); // in case a failed test left them running
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

function aias(args: string[], environment: Record<string, string> = {}) {
  const run = runAias(args, {
    HOME: dataDir,
    AIAS_DATA_DIR: dataDir,
    AIAS_PORT: '0',
    AIAS_BACKEND: 'wasm',
    AIAS_LOG_LEVEL: 'error',
    ...environment,
  });
  children.push(run.child);
  return run;
}

async function start() {
  const started = aias(['start']);
  const url = await new Promise<string>((found, failed) => {
    started.child.stdout?.on('data', () => {
      const match = /(http:\/\/\S+)\/graphql/.exec(started.output.out);
      if (match?.[1]) found(match[1]);
    });
    started.exited.then(() => failed(new Error(`aias start ended: ${started.output.err}`)));
  });
  return { ...started, url };
}

/** Returns the processes that use this data folder. One that dies with its parent may be listed for a moment longer. */
function left(): string[] {
  const all = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return all.filter((line) => line.includes(dataDir));
}

const credentials = { username: 'ada', password: 'correct horse battery' };

test('keeps data across a restart', async () => {
  const first = await start();
  const client = createApiClient(first.url);
  expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
  const registered = await client.request(
    'mutation ($input: RegisterInput!) { register(input: $input) { __typename } }',
    { input: credentials },
  );
  expect(registered).toEqual({ register: { __typename: 'RegisterPayload' } });

  // The folder is in use: a second start fails with the first one's pid and does not disturb it.
  const second = aias(['start']);
  expect(await second.exited).toBe(2);
  expect(second.output.err).toMatch(/in use by another `aias start` \(process \d+\)/);
  expect((await fetch(`${first.url}/readyz`)).status).toBe(200);

  first.child.kill('SIGINT');
  expect(await first.exited).toBe(0);
  expect(first.output.err).toBe('Stopping: checkpointing and requeueing tasks, for up to 25 s.\n');
  await expect.poll(left).toEqual([]);

  const again = await start();
  const answer = await createApiClient(again.url).request(
    'mutation ($input: LoginInput!) { login(input: $input) { __typename } }',
    { input: credentials },
  );
  expect(answer).toEqual({ login: { __typename: 'LoginPayload' } });
  const workers = createApiClient(again.url);
  const { login } = await workers.request<{ login: { token: string } }>(
    'mutation ($input: LoginInput!) { login(input: $input) { ... on LoginPayload { token } } }',
    { input: credentials },
  );
  workers.useToken(login.token);
  expect(await workers.request('{ workers { backend slots state currentTasks { id } } }')).toEqual({
    workers: [{ backend: 'wasm', slots: 1, state: 'IDLE', currentTasks: [] }],
  });
  again.child.kill('SIGTERM');
  expect(await again.exited).toBe(0);
  await expect.poll(left).toEqual([]);
});

test('shuts down cleanly when its terminal is closed', async () => {
  const { child, exited, output } = await start();
  expect(output.err).toBe('');
  // From here on nothing can be written to it.
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.kill('SIGHUP');
  expect(await exited).toBe(0);
  await expect.poll(left).toEqual([]);
  expect(await readdir(dataDir)).not.toContain('aias.pid');
});

test('starts after a SIGKILL and takes over the processes left running', async () => {
  const first = await start();
  first.child.kill('SIGKILL');
  await first.exited;
  const second = await start();
  const answer = await createApiClient(second.url).request(
    'mutation ($input: LoginInput!) { login(input: $input) { __typename } }',
    { input: credentials },
  );
  expect(answer).toEqual({ login: { __typename: 'LoginPayload' } });
  second.child.kill('SIGINT');
  expect(await second.exited).toBe(0);
});

test('restarts its Postgres after SIGKILL', async () => {
  const started = await start();
  const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
  const processId = async () => (await readFile(pidFile, 'utf8').catch(() => '')).split('\n')[0];
  const killed = await processId();
  kill(Number(killed));
  await waitFor('another Postgres', async () => ![killed, ''].includes(await processId()));
  await waitFor('the gateway', async () => (await fetch(`${started.url}/readyz`)).ok);
  const answer = await createApiClient(started.url).request(
    'mutation ($input: LoginInput!) { login(input: $input) { __typename } }',
    { input: credentials },
  );
  expect(answer).toEqual({ login: { __typename: 'LoginPayload' } });
  started.child.kill('SIGINT');
  expect(await started.exited).toBe(0);
  await expect.poll(left).toEqual([]);
});

test('starts when postmaster.pid names a process id that is now used by another process', async () => {
  const sql = postgres(inject('postgresUrl'), { max: 1 });
  const [row] = await sql`select pg_read_file('postmaster.pid') as lock`; // a pid of the same user
  await sql.end();
  const [other] = String(row?.lock).split('\n');
  const cluster = join(dataDir, 'postgres');
  await writeFile(
    join(cluster, 'postmaster.pid'),
    [other, cluster, '1', '15000', '', '127.0.0.1', '', 'ready'].join('\n'),
  );
  const started = await start();
  started.child.kill('SIGINT');
  expect(await started.exited).toBe(0);
});

test('rejects invalid settings with their names and allowed values', async () => {
  const wrong = aias(['start'], { AIAS_PORT: 'high', AIAS_BACKEND: 'quantum', AIAS_TYPO: '1' });
  expect(await wrong.exited).toBe(2);
  expect(wrong.output.err).toMatch(/Warning: AIAS_TYPO is not a setting\. Did you mean AIAS_\w+\?/);
  expect(wrong.output.err).toMatch(/AIAS_PORT=high is not valid/);
  expect(wrong.output.err).toMatch(/AIAS_BACKEND=quantum.*must be auto, tensorflow, webgpu, wasm or cpu/);
});

test('exits with the reason when the engine cannot start', async () => {
  const start = aias(['start'], { AIAS_BACKEND: 'tensorflow', AIAS_LOG_LEVEL: 'info' });
  expect(await start.exited).toBe(2);
  expect(start.output.err).toMatch(/^AIAS_BACKEND=tensorflow: [^\n]*tfjs-node-gpu[^\n]*\n$/);
  await expect.poll(left).toEqual([]);
});

test('--help lists every command and every setting', async () => {
  const help = aias(['--help']);
  expect(await help.exited).toBe(0);
  for (const word of ['start', 'gateway', 'worker', 'migrate', 'demo', 'AIAS_DATABASE_URL', 'AIAS_S3_ENDPOINT']) {
    expect(help.output.out).toContain(word);
  }
  const unknown = aias(['fly']);
  expect(await unknown.exited).toBe(1);
});

test('prints one line when there is no folder for temporary files', async () => {
  const { exited, output } = aias(['start'], { TMPDIR: join(dataDir, 'none'), AIAS_LOG_LEVEL: 'info' });
  expect(await exited).toBe(2);
  expect(output.err).toMatch(/^TMPDIR: [^\n]*Set TMPDIR to an existing directory[^\n]*\n$/);
  await expect.poll(left).toEqual([]);
});

test('prints one line when it cannot listen on its address', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const port = String((taken.address() as AddressInfo).port); // a TCP server has no other kind of address of address
  for (const [settings, line] of [
    [{ AIAS_PORT: port }, /^AIAS_PORT: port \d+ on 127\.0\.0\.1 is already in use/],
    [{ AIAS_HOST: '203.0.113.1' }, /^AIAS_HOST: cannot listen on 203\.0\.113\.1/],
  ] as const) {
    const { exited, output } = aias(['start'], { ...settings, AIAS_LOG_LEVEL: 'warn' });
    expect(await exited).toBe(2);
    // Missing sandbox guards are reported at every start.
    const lines = output.err.split('\n').filter((text) => text && !text.includes('"confinement"'));
    expect(lines).toEqual([expect.stringMatching(line)]);
    await expect.poll(left).toEqual([]);
  }
  taken.close();
});

test('prints one line when its store is not an S3 server', async () => {
  const page = createHttpServer((_, response) => response.writeHead(502).end('<html>Bad gateway</html>'));
  await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
  const { port } = page.address() as AddressInfo; // a TCP server has no other kind of address
  const { exited, output } = aias(['start'], {
    AIAS_S3_ENDPOINT: `http://127.0.0.1:${port}`,
    AIAS_S3_ACCESS_KEY: 'a',
    AIAS_S3_SECRET_KEY: 'S3cret-key',
    AIAS_LOG_LEVEL: 'info',
  });
  expect(await exited).toBe(2);
  expect(output.err).toMatch(
    /^AIAS_S3_ENDPOINT: [^\n]+ does not respond like an S3 server \(HTTP status 502\)[^\n]+\n$/,
  );
  await expect.poll(left).toEqual([]);
  page.close();
});

test('stops on SIGINT during startup', async () => {
  const { child, exited, output } = aias(['start']);
  await waitFor('the start to have begun', async () => left().length > 0);
  child.kill('SIGINT');
  expect(await exited).toBe(0);
  expect(output.out).not.toMatch(/ready/);
  await expect.poll(left).toEqual([]);
});
