/** Runs a benchmark: npm run bench -- <name> [options]. With --help it prints what the benchmark measures and needs (help.ts). */
import { parseArgs } from 'node:util';
import { dashboard } from './dashboard/dashboard.ts';
import { engine } from './engine/engine.ts';
import { fanout } from './fanout/fanout.ts';
import { type FaultOptions, faults } from './faults/faults.ts';
import { type BenchName, benchNames, helpOf } from './help.ts';
import { type HostileOptions, hostile } from './hostile/hostile.ts';
import { ingest } from './ingest/ingest.ts';
import { launch } from './launch/launch.ts';
import { lists } from './lists/lists.ts';
import { memory } from './memory/memory.ts';
import { mnist } from './mnist/mnist.ts';
import { notify } from './notify/notify.ts';
import { overhead } from './overhead/overhead.ts';
import { parity } from './parity/parity.ts';
import { predict } from './predict/predict.ts';
import { type QualityOptions, quality } from './quality/quality.ts';
import { printReport, type Row } from './report.ts';
import { resume } from './resume/resume.ts';
import { scheduler } from './scheduler/scheduler.ts';

/** Options of all benchmarks, such as the paths of data that is not part of the project. */
interface Options extends QualityOptions, FaultOptions, HostileOptions {
  reference?: string;
}

const benches: Record<BenchName, (options: Options) => Promise<Row[]>> = {
  dashboard,
  engine,
  fanout,
  faults,
  hostile,
  ingest,
  launch,
  lists,
  memory,
  mnist,
  notify,
  overhead,
  parity,
  predict,
  quality,
  resume,
  scheduler,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean', short: 'h', default: false },
    json: { type: 'boolean', default: false },
    data: { type: 'string' },
    reference: { type: 'string' },
    text: { type: 'string' },
    base: { type: 'string' },
    only: { type: 'string' },
    out: { type: 'string' },
    short: { type: 'boolean' },
    seed: { type: 'string' },
    trials: { type: 'string' },
    seconds: { type: 'string' },
    markdown: { type: 'string' },
  },
});
const name = benchNames.find((known) => known === positionals[0]);
if (!name) {
  console.error(`Unknown or missing benchmark. Usage: npm run bench -- <${benchNames.join('|')}> [--help]`);
  process.exit(values.help ? 0 : 2);
}
if (values.help) {
  console.log(helpOf(name));
  process.exit(0);
}
printReport(name, await benches[name](values), values.json);
process.exit(process.exitCode ?? 0);
