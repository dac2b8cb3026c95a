/** The attacked platform: Postgres, a gateway and a worker, each in its own process, on the loopback interface. */
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childCommand } from '../../src/app/wiring/child-programs.ts';
import { loadConfig } from '../../src/config/config.ts';
import { startEmbeddedPostgres } from '../../src/database/embedded.ts';
import { migrate } from '../../src/database/migrate.ts';
import { freePort } from '../../test/support/ports.ts';
import { type ManagedProcess, startPart } from '../faults/managed-process.ts';
import { withoutS3 } from '../own-stores.ts';

/** Overrides the environment's settings: the benchmark only uses its own stores. */
const ownStores = { ...withoutS3(), AIAS_REDIS_URL: '', AIAS_PUBLIC_URL: '', AIAS_HOST: '127.0.0.1' };
const logTailCharacters = 2000;

export interface Scene {
  url: string;
  gateway: ManagedProcess;
  /** Returns the end of the gateway's log. */
  gatewayLog(): Promise<string>;
  stop(): Promise<void>;
}

export async function startScene(): Promise<Scene> {
  const folder = await mkdtemp(join(tmpdir(), 'aias-hostile-'));
  const stops: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    const postgres = await startEmbeddedPostgres({ dataDir: folder });
    stops.push(postgres.stop);
    await migrate(postgres.url);
    const port = await freePort();
    const settings = {
      ...ownStores,
      AIAS_DATABASE_URL: postgres.url,
      AIAS_DATA_DIR: folder,
      AIAS_PORT: String(port),
      AIAS_BACKEND: 'wasm',
      AIAS_LOG_LEVEL: 'warn',
    };
    const config = loadConfig(settings);
    const start = (kind: string) => {
      const command = childCommand(kind, config);
      // Both send one message: that they are ready.
      const part = startPart(
        kind,
        { ...command, env: { ...command.env, ...settings } },
        (child) => once(child, 'message'),
        join(folder, `${kind}.log`),
      );
      stops.push(part.stop);
      return part;
    };
    const [gateway, worker] = [start('gateway'), start('worker')];
    await Promise.all([gateway.ready(), worker.ready()]);
    const gatewayLog = async () => (await readFile(join(folder, 'gateway.log'), 'utf8')).slice(-logTailCharacters);
    return { url: `http://127.0.0.1:${port}`, gateway, gatewayLog, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
