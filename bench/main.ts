/** npm run bench -- <name> [--json] [--data <folder>] [--reference <file>] [--text <file>] [--base <zip>] [--only <name,...>] [--out <folder>] [--short] [--seed <n>] [--trials <n>] [--markdown <file>] */
import { parseArgs } from 'node:util';
import { dashboard } from './dashboard/dashboard.ts';
import { engine } from './engine/engine.ts';
import { fanout } from './fanout/fanout.ts';
import { type FaultOptions, faults } from './faults/faults.ts';
import { ingest } from './ingest/ingest.ts';
import { launch } from './launch/launch.ts';
import { memory } from './memory/memory.ts';
import { mnist } from './mnist/mnist.ts';
import { notify } from './notify/notify.ts';
import { overhead } from './overhead/overhead.ts';
import { parity } from './parity/parity.ts';
import { type QualityOptions, quality } from './quality/quality.ts';
import { printReport, type Row } from './report.ts';
import { resume } from './resume/resume.ts';
import { scheduler } from './scheduler/scheduler.ts';

/** Where data lies that does not come with the project, and what else a benchmark asks for. */
interface Options extends QualityOptions, FaultOptions {
  reference?: string;
}

const benches: Record<string, (options: Options) => Promise<Row[]>> = {
  dashboard,
  engine,
  fanout,
  faults,
  ingest,
  launch,
  memory,
  mnist,
  notify,
  overhead,
  parity,
  quality,
  resume,
  scheduler,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
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
    markdown: { type: 'string' },
  },
});
const [name = ''] = positionals;
const bench = benches[name];
if (!bench) {
  console.error(`Which benchmark? npm run bench -- <${Object.keys(benches).join('|')}> [--json]`);
  process.exit(2);
}
printReport(name, await bench(values), values.json);
process.exit(process.exitCode ?? 0);
