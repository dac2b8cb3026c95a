/**
 * A real S3 server for tests: OpenStack Swift with its s3api, from Debian's packages, in a folder of its own on free loopback
 * ports. It uses nothing of the system's own Swift services.
 */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { S3Options } from '../../src/artifacts/minio.ts';
import { freePorts } from './ports.ts';
import { waitFor } from './wait-for.ts';

const programs = [
  'swift-proxy-server',
  'swift-account-server',
  'swift-container-server',
  'swift-object-server',
  'swift-ring-builder',
  'memcached',
];
const [account, user, secretKey] = ['AKIATEST0000', 'svc', 'secretsecret0000'];

export const installHint =
  'apt-get install swift-proxy swift-account swift-container swift-object memcached python3-lxml';

export interface S3Server extends S3Options {
  /** Kills all of its processes at once, whatever they are doing. */
  kill(): Promise<void>;
  /** Starts the processes again with the stored data. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Returns null when the packages are not installed. */
export async function startS3Server(): Promise<S3Server | null> {
  const found = programs.map((name) =>
    ['/usr/bin', '/usr/sbin', '/bin'].map((folder) => join(folder, name)).find(existsSync),
  );
  if (found.some((path) => !path)) return null;
  const folder = await mkdtemp(join(tmpdir(), 'aias-swift-'));
  const ports = await freePorts(5);
  const [proxyPort = 0, accountPort = 0, containerPort = 0, objectPort = 0, cachePort = 0] = ports;
  await mkdir(join(folder, 'srv', 'disk1'), { recursive: true });
  await writeFile(join(folder, 'swift.conf'), swiftConf);
  for (const [kind, port] of [
    ['account', accountPort],
    ['container', containerPort],
    ['object', objectPort],
  ] as const) {
    const builder = join(folder, `${kind}.builder`);
    for (const args of [['create', '8', '1', '1'], ['add', `r1z1-127.0.0.1:${port}/disk1`, '100'], ['rebalance']]) {
      execFileSync('swift-ring-builder', [builder, ...args], { stdio: 'pipe' });
    }
    await writeFile(join(folder, `${kind}-server.conf`), serverConf(folder, kind, port));
  }
  await writeFile(join(folder, 'proxy-server.conf'), proxyConf(folder, proxyPort, cachePort));

  const output: string[] = [];
  const run = (file: string, args: string[]): ChildProcess => {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout?.on('data', (chunk) => output.push(String(chunk)));
    child.stderr?.on('data', (chunk) => output.push(String(chunk)));
    return child;
  };
  let children: ChildProcess[] = [];
  const endpoint = `http://127.0.0.1:${proxyPort}`;
  async function start(): Promise<void> {
    children = [
      run('memcached', ['-u', 'nobody', '-l', '127.0.0.1', '-p', String(cachePort)]),
      ...['account', 'container', 'object', 'proxy'].map((kind) =>
        run(`swift-${kind}-server`, [join(folder, `${kind}-server.conf`)]),
      ),
    ];
    // Waits for every server, because the proxy reports healthy while the servers behind it are still starting.
    for (const port of [accountPort, containerPort, objectPort, proxyPort]) {
      const answer = () => fetch(`http://127.0.0.1:${port}/healthcheck`).catch(() => null);
      await waitFor(`the S3 server's port ${port} to answer`, answer);
    }
  }
  async function end(signal: NodeJS.Signals): Promise<void> {
    const gone = children.map((child) =>
      child.exitCode === null && child.signalCode === null
        ? new Promise((resolve) => child.once('exit', resolve))
        : null,
    );
    for (const child of children) child.kill(signal);
    await Promise.all(gone);
  }
  const kill = () => end('SIGKILL');
  const stop = async () => {
    await end('SIGTERM');
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await start();
  } catch (error) {
    await stop();
    throw new Error(`Swift did not start:\n${output.join('')}`, { cause: error });
  }
  return {
    endpoint,
    bucket: 'aias-test',
    accessKey: `${account}:${user}`,
    secretKey,
    region: 'us-east-1',
    kill,
    start,
    stop,
  };
}

const swiftConf = `[swift-hash]
swift_hash_path_prefix = aias
swift_hash_path_suffix = test
[storage-policy:0]
name = gold
default = yes
`;

const serverConf = (folder: string, kind: string, port: number) => `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${port}
swift_dir = ${folder}
devices = ${folder}/srv
mount_check = false
workers = 0
user = ${process.env.USER ?? 'root'}
[pipeline:main]
pipeline = ${kind}-server
[app:${kind}-server]
use = egg:swift#${kind}
`;

const proxyConf = (folder: string, port: number, cachePort: number) => `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${port}
swift_dir = ${folder}
workers = 0
user = ${process.env.USER ?? 'root'}
[pipeline:main]
pipeline = catch_errors healthcheck cache listing_formats bulk tempurl s3api tempauth copy slo dlo versioned_writes symlink proxy-server
[app:proxy-server]
use = egg:swift#proxy
allow_account_management = true
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:healthcheck]
use = egg:swift#healthcheck
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:${cachePort}
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:bulk]
use = egg:swift#bulk
[filter:tempurl]
use = egg:swift#tempurl
[filter:s3api]
use = egg:swift#s3api
s3_acl = false
location = us-east-1
dns_compliant_bucket_names = true
check_bucket_owner = false
min_segment_size = 5242880
[filter:tempauth]
use = egg:swift#tempauth
user_${account}_${user} = ${secretKey} .admin
[filter:copy]
use = egg:swift#copy
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
[filter:versioned_writes]
use = egg:swift#versioned_writes
[filter:symlink]
use = egg:swift#symlink
`;
