/** The command line: starts and stops things, nothing else. Exit codes: 0 done, 1 failed, 2 the settings cannot work. */
import { Command, InvalidArgumentError } from 'commander';
import { type Config, describeConfig, loadConfig, settingWarnings } from './config.ts';
import { InvalidConfiguration } from './errors.ts';
import { outliveReader, untilAskedToEnd } from './process.ts';
import { showSourcePositions } from './stack-traces.ts';
import { version } from './version.ts';

showSourcePositions();
for (const output of [process.stdout, process.stderr]) outliveReader(output);

/** Of the grace period, when a worker that is to end exits whatever it waits for. */
const hurry = 0.95;

/** Other parts start these, and have warned already. */
const internalCommands = ['probe', 'trainer', 'predictor'];

const program = new Command('aias')
  .description('AI as a service that a team runs itself: train models over GraphQL and watch them learn.')
  .version(version)
  .addHelpText('after', `\n${settingsHelp()}`)
  .hook('preAction', (_, command) => {
    if (process.connected || internalCommands.includes(command.name())) return;
    for (const warning of settingWarnings()) console.error(`Warning: ${warning}`);
  });

program
  .command('start')
  .description('run everything on this machine: gateway, database, artifacts and workers')
  .action(async () => {
    const config = loadConfig();
    const [{ partLog }, { startPlatform }] = await Promise.all([import('./app.ts'), import('./platform.ts')]);
    const stop = untilAskedToEnd();
    let isStopping = false;
    void stop.then(() => {
      isStopping = true;
      console.error(`Stopping: tasks are checkpointed and handed back, for at most ${config.graceSeconds} s.`);
    });
    const platform = await startPlatform(config, partLog(config, 'gateway'), stop);
    const { url } = platform;
    if (!isStopping) {
      console.log(`Aias is ready.\n  Dashboard  ${url}\n  GraphiQL   ${url}/graphql\n  Stop it with Ctrl-C.`);
    }
    const lost = platform.lost.then(() => 'lost' as const);
    if ((await Promise.race([stop, lost])) === 'lost') {
      console.error(`${config.dataDir} was taken over by another \`aias start\`. This one stops.`);
      process.exitCode = 1;
    }
    await platform.stop();
  });

program
  .command('gateway')
  .description('run a gateway (needs AIAS_DATABASE_URL)')
  .action(async () => {
    const config = connected(loadConfig());
    const { partLog, startGateway } = await import('./app.ts');
    const stop = untilAskedToEnd();
    const gateway = await startGateway(config, partLog(config, 'gateway'));
    console.log(`The gateway listens.\n  GraphiQL   ${gateway.url}/graphql\n  readiness  ${gateway.url}/readyz`);
    process.send?.({ type: 'ready', url: gateway.url });
    await stop;
    await gateway.stop();
  });

program
  .command('worker')
  .description('run a worker (needs AIAS_DATABASE_URL)')
  .option('--once', 'take one task, finish it, and exit: for one process (one pod) per task')
  .option('--only-ingest', 'read uploads and take no tasks; no engine is started')
  .option('--wait <seconds>', 'with --once: how long to wait for a task before giving up', secondsOf, 60)
  .action(async (options) => {
    const config = connected(loadConfig());
    const { partLog, startIngestionWorker, startWorkerProcess } = await import('./app.ts');
    const stop = untilAskedToEnd();
    if (options.onlyIngest) {
      const worker = await startIngestionWorker(config, partLog(config, 'worker'));
      process.send?.({ type: 'ready' });
      await stop;
      await worker.stop();
      return;
    }
    const once = options.once ? { waitSeconds: options.wait } : undefined;
    const worker = await startWorkerProcess(config, partLog(config, 'worker'), once);
    process.send?.({ type: 'ready' });
    const taken = await Promise.race([stop, worker.ended]);
    // Even where the database is away: what could not be handed back is found by its lease.
    setTimeout(() => process.exit(0), config.graceSeconds * 1000 * hurry);
    await worker.stop();
    if (taken === 0) console.log(`No task came within ${options.wait} s.`);
  });

program
  .command('quota <organization>')
  .description('show or set what an organisation, by its id or name, may use (needs AIAS_DATABASE_URL)')
  .option('--max-running-tasks <n>', 'tasks that run at the same time; "none" for no limit', limitOf)
  .option('--gpu-seconds <n>', 'GPU time of a calendar month, in seconds; "none" for no limit', limitOf)
  .action(async (organization, { maxRunningTasks, gpuSeconds }) => {
    const { openQuotas } = await import('./app.ts');
    const { quotas, close } = await openQuotas(connected(loadConfig()));
    const [found, ...more] = await quotas.find(organization);
    if (!found) throw new InvalidConfiguration(`There is no organisation with the id or name "${organization}".`);
    if (more.length > 0) {
      const ids = [found, ...more].map(({ id }) => id).join(', ');
      throw new InvalidConfiguration(`Several organisations are named "${organization}". Give the id: ${ids}.`);
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
  .description('bring the database to the newest schema (needs AIAS_DATABASE_URL)')
  .action(async () => {
    const { databaseUrl } = connected(loadConfig());
    const { migrate } = await import('./database/migrate.ts');
    await migrate(databaseUrl);
    console.log('The database has the newest schema.');
  });

program
  .command('demo')
  .description('start a platform of its own, train a model through the public API, and show it live')
  .option('--data <file>', 'a CSV or TSV file, or a zip of class folders of images; absent: MNIST')
  .option('--target <column>', 'the column to learn; absent: the last one')
  .option('--family <name>', 'the model family; absent: one that fits the data')
  .option('--epochs <n>', 'passes over the data', Number)
  .option('--json', 'print one JSON object on stdout, and everything else on stderr')
  .action(async (options) => {
    const { runDemo } = await import('./demo/demo.ts');
    await runDemo(options);
  });

program
  .command('doctor')
  .description('say which engines start on this machine, and which guards its sandbox has; if not, why and what to do')
  .option('--json', 'print one JSON object')
  .action(async ({ json }) => {
    const { diagnose, printDiagnosis } = await import('./doctor.ts');
    printDiagnosis(await diagnose(loadConfig()), Boolean(json));
  });

program
  .command('probe <engine>', { hidden: true })
  .description('try one engine, for the doctor, who starts this himself')
  .action(async (engine) => {
    const { probe } = await import('./doctor.ts');
    console.log(JSON.stringify(await probe(engine)));
  });

program
  .command('trainer <scratch>', { hidden: true })
  .description('compute for a worker, which starts this itself')
  .action(async (scratch) => {
    const config = loadConfig();
    const { partLog, runTrainer } = await import('./app.ts');
    await runTrainer(config, scratch, partLog(config, 'trainer'));
  });

program
  .command('ingester <scratch>', { hidden: true })
  .description('read an upload for a worker, which starts this itself')
  .action(async (scratch) => {
    const { runIngester } = await import('./app.ts');
    await runIngester(scratch);
  });

for (const [part, task] of [
  ['predictor', 'predict'],
  ['importer', 'try an imported model out'],
  ['reader', 'read samples of datasets'],
] as const) {
  program
    .command(`${part} <scratch>`, { hidden: true })
    .description(`${task} for a gateway, which starts this itself`)
    .action(async (scratch) => {
      const { runServingPart } = await import('./app.ts');
      await runServingPart(part, loadConfig(), scratch);
    });
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (text.trim() !== '' && seconds >= 0 && seconds <= 86_400) return seconds;
  throw new InvalidArgumentError('Give seconds: 0 to 86400.');
}

function limitOf(text: string): number | 'none' {
  if (text === 'none') return text;
  const limit = Number(text);
  if (/^\d+$/.test(text) && limit < 2 ** 31) return limit;
  throw new InvalidArgumentError(`Give a whole number below ${2 ** 31}, or "none".`);
}

function connected(config: Config): Config & { databaseUrl: string } {
  if (config.databaseUrl) return { ...config, databaseUrl: config.databaseUrl };
  throw new InvalidConfiguration('AIAS_DATABASE_URL is missing. Only `aias start` brings its own database.');
}

function settingsHelp(): string {
  const rows = describeConfig();
  const groups = [...new Set(rows.map(({ group }) => group))].map((group) => {
    const lines = rows
      .filter((row) => row.group === group)
      .map((row) => `  ${row.name}${row.default ? ` (${row.default})` : ''}\n      ${row.description}`);
    return `${group}:\n${lines.join('\n')}`;
  });
  return `Settings (environment variables, defaults in parentheses)\n\n${groups.join('\n\n')}`;
}

/** The settings as far as they can be read: their secrets must not be in what is printed of an error. */
function readableConfig(): Config | undefined {
  try {
    return loadConfig();
  } catch {
    return undefined; // the error at hand says so
  }
}

try {
  await program.parseAsync();
  // A part that answers over IPC stays; everything else has ended by now.
  if (!['trainer', 'ingester', 'predictor', 'importer', 'reader'].includes(process.argv[2] ?? ''))
    process.exit(process.exitCode ?? 0);
} catch (error) {
  const { describeFailure } = await import('./start-errors.ts');
  const { text, exitCode } = describeFailure(error, readableConfig());
  if (text) console.error(text);
  process.exit(exitCode);
}
