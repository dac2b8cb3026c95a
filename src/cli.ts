/** The command line: only starts and stops parts. Exit codes: 0 success, 1 failure, 2 invalid settings. */
import { Command, InvalidArgumentError } from 'commander';
import { type Config, loadConfig, requireDatabaseUrl, settingWarnings } from './config/config.ts';
import { settingsHelp } from './config/describe-config.ts';
import { InvalidConfiguration } from './errors.ts';
import { outliveReader, untilAskedToEnd } from './process.ts';
import { showSourcePositions } from './stack-traces.ts';
import { version } from './version.ts';

showSourcePositions();
for (const output of [process.stdout, process.stderr]) outliveReader(output);

/** Fraction of the grace period after which a stopping worker exits unconditionally. */
const forcedExitFraction = 0.95;

/** Commands that other parts start. The part has already printed the warnings. */
const internalCommands = ['probe', 'trainer', 'predictor'];

const program = new Command('aias')
  .description('Self-hosted AI as a service: train models over GraphQL and monitor them live.')
  .version(version)
  .addHelpText('after', `\n${settingsHelp()}`)
  .hook('preAction', (_, command) => {
    if (process.connected || internalCommands.includes(command.name())) return;
    for (const warning of settingWarnings()) console.error(`Warning: ${warning}`);
  });

program
  .command('start')
  .description('run the whole platform on this machine: gateway, database, artifact store, and workers')
  .action(async () => {
    const config = loadConfig();
    const { startPlatform } = await import('./app/platform.ts');
    const stop = untilAskedToEnd();
    const log = await openLog(config, 'gateway');
    let isStopping = false;
    void stop.then(() => {
      isStopping = true;
      console.error(`Stopping: checkpointing and requeueing tasks, for up to ${config.graceSeconds} s.`);
    });
    const platform = await startPlatform(config, log, stop);
    const { url } = platform;
    if (!isStopping) {
      console.log(`Aias is ready.\n  Dashboard  ${url}\n  GraphiQL   ${url}/graphql\n\nPress Ctrl-C to stop.`);
    }
    const lost = platform.lost.then(() => 'lost' as const);
    if ((await Promise.race([stop, lost])) === 'lost') {
      console.error(`Another \`aias start\` has taken over ${config.dataDir}. Stopping this one.`);
      process.exitCode = 1;
    }
    await platform.stop();
  });

program
  .command('gateway')
  .description('run a gateway (requires AIAS_DATABASE_URL)')
  .action(async () => {
    const config = requireDatabaseUrl(loadConfig());
    const stop = untilAskedToEnd();
    const { startGateway } = await import('./app/gateway.ts');
    const gateway = await startGateway(config, await openLog(config, 'gateway'));
    console.log(`The gateway is ready.\n  GraphiQL   ${gateway.url}/graphql\n  Readiness  ${gateway.url}/readyz`);
    process.send?.({ type: 'ready', url: gateway.url });
    await stop;
    await gateway.stop();
  });

program
  .command('worker')
  .description('run a worker (requires AIAS_DATABASE_URL)')
  .option('--once', 'run one task, then exit: for one process or pod per task')
  .option('--only-ingest', 'only read uploads, without running tasks or starting an engine')
  .option('--wait <seconds>', 'with --once: seconds to wait for a task before exiting', parseSeconds, 60)
  .action(async (options) => {
    const config = requireDatabaseUrl(loadConfig());
    const stop = untilAskedToEnd();
    const log = await openLog(config, 'worker');
    if (options.onlyIngest) {
      const { startIngestionWorker } = await import('./app/ingestion-worker.ts');
      const worker = await startIngestionWorker(config, log);
      process.send?.({ type: 'ready' });
      await stop;
      await worker.stop();
      return;
    }
    const once = options.once ? { waitSeconds: options.wait } : undefined;
    const { startWorkerProcess } = await import('./app/worker.ts');
    const worker = await startWorkerProcess(config, log, once);
    process.send?.({ type: 'ready' });
    const taken = await Promise.race([stop, worker.ended]);
    // Exit even when the database is unavailable: tasks that were not requeued are found when their lease expires.
    setTimeout(() => process.exit(0), config.graceSeconds * 1000 * forcedExitFraction);
    await worker.stop();
    if (taken === 0) console.log(`No task was available within ${options.wait} s.`);
  });

program
  .command('quota <organization>')
  .description('show or set the quota of an organization, given by ID or name (requires AIAS_DATABASE_URL)')
  .option('--max-running-tasks <n>', 'maximum number of concurrent tasks, or "none" for no limit', parseLimit)
  .option('--gpu-seconds <n>', 'GPU time per calendar month in seconds, or "none" for no limit', parseLimit)
  .action(async (organization, { maxRunningTasks, gpuSeconds }) => {
    const { openQuotas } = await import('./app/quotas.ts');
    const { quotas, close } = await openQuotas(requireDatabaseUrl(loadConfig()));
    const [found, ...more] = await quotas.find(organization);
    if (!found)
      throw new InvalidConfiguration(`Organization "${organization}" not found. Use the ID or the exact name.`);
    if (more.length > 0) {
      const ids = [found, ...more].map(({ id }) => id).join(', ');
      throw new InvalidConfiguration(`Several organizations are named "${organization}". Use an ID: ${ids}.`);
    }
    const { organizationId, ...quota } = await quotas.set(found.id, {
      maxRunningTasks: maxRunningTasks === 'none' ? null : maxRunningTasks,
      gpuSeconds: gpuSeconds === 'none' ? null : gpuSeconds,
    });
    await close();
    console.log(`${found.name} (${organizationId})`);
    for (const [name, value] of Object.entries(quota)) console.log(`  ${name}: ${value ?? 'no limit'}`);
  });

program
  .command('migrate')
  .description('migrate the database to the latest schema (requires AIAS_DATABASE_URL)')
  .action(async () => {
    const { databaseUrl } = requireDatabaseUrl(loadConfig());
    const { migrate } = await import('./database/migrate.ts');
    await migrate(databaseUrl);
    console.log('The database schema is up to date.');
  });

program
  .command('demo')
  .description('start a temporary platform, train a model through the public API, and show it live')
  .option('--data <file>', 'CSV or TSV file, or .zip of images with one folder per class (default: MNIST)')
  .option('--target <column>', 'target column (default: the last column)')
  .option('--family <name>', 'model family (default: one that fits the data)')
  .option('--epochs <n>', 'number of epochs', Number)
  .option('--json', 'print one JSON object to stdout and everything else to stderr')
  .action(async (options) => {
    const { runDemo } = await import('./demo/demo.ts');
    await runDemo(options);
  });

program
  .command('doctor')
  .description('check which compute engines and sandbox guards work on this machine, and how to fix the others')
  .option('--json', 'print one JSON object')
  .action(async ({ json }) => {
    const { diagnose, printDiagnosis } = await import('./app/doctor.ts');
    printDiagnosis(await diagnose(loadConfig()), Boolean(json));
  });

program
  .command('probe <engine>', { hidden: true })
  .description('probe one engine (internal, started by `doctor`)')
  .action(async (engine) => {
    const { probe } = await import('./app/probe.ts');
    console.log(JSON.stringify(await probe(engine)));
  });

program
  .command('trainer <scratch>', { hidden: true })
  .description('run the trainer of a worker (internal)')
  .action(async (scratch) => {
    const config = loadConfig();
    const { runTrainer } = await import('./app/trainer.ts');
    await runTrainer(config, scratch, await openLog(config, 'trainer'));
  });

program
  .command('ingester <scratch>', { hidden: true })
  .description('read an upload for a worker (internal)')
  .action(async (scratch) => {
    const { runIngester } = await import('./app/ingester.ts');
    await runIngester(scratch);
  });

program
  .command('predictor <scratch>', { hidden: true })
  .description('predict for a gateway (internal)')
  .action(async (scratch) => {
    const { runPredictor } = await import('./app/predictor.ts');
    await runPredictor(loadConfig(), scratch);
  });

program
  .command('importer <scratch>', { hidden: true })
  .description('test an imported model for a gateway (internal)')
  .action(async (scratch) => {
    const { runImporter } = await import('./app/importer.ts');
    await runImporter(loadConfig(), scratch);
  });

program
  .command('reader <scratch>', { hidden: true })
  .description('read dataset samples for a gateway (internal)')
  .action(async (scratch) => {
    const { runReader } = await import('./app/reader.ts');
    await runReader(scratch);
  });

/** Opens the log of a part. The code of the log is loaded only by commands that write one. */
async function openLog(config: Config, part: string) {
  const { createPartLog } = await import('./app/wiring/part-log.ts');
  return createPartLog(config, part);
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (text.trim() !== '' && seconds >= 0 && seconds <= 86_400) return seconds;
  throw new InvalidArgumentError('Enter a number of seconds from 0 to 86400.');
}

function parseLimit(text: string): number | 'none' {
  if (text === 'none') return text;
  const limit = Number(text);
  if (/^\d+$/.test(text) && limit < 2 ** 31) return limit;
  throw new InvalidArgumentError(`Enter a whole number below ${2 ** 31}, or "none".`);
}

/** Returns the settings if they are valid, so that their secrets can be removed from a printed error. */
function readableConfig(): Config | undefined {
  try {
    return loadConfig();
  } catch {
    return undefined; // the error being reported explains why
  }
}

try {
  await program.parseAsync();
  // Parts that respond over IPC keep running; every other command is done.
  if (!['trainer', 'ingester', 'predictor', 'importer', 'reader'].includes(process.argv[2] ?? ''))
    process.exit(process.exitCode ?? 0);
} catch (error) {
  const { describeFailure } = await import('./start-errors.ts');
  const { text, exitCode } = describeFailure(error, readableConfig());
  if (text) console.error(text);
  process.exit(exitCode);
}
