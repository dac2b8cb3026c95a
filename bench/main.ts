/** npm run bench -- <name> [--json] */
import { engine } from './engine/engine.ts';
import { memory } from './memory/memory.ts';
import { mnist } from './mnist/mnist.ts';
import { overhead } from './overhead/overhead.ts';
import { printReport, type Row } from './report.ts';
import { resume } from './resume/resume.ts';

const benches: Record<string, () => Promise<Row[]>> = { engine, memory, mnist, overhead, resume };

const [name = '', ...flags] = process.argv.slice(2);
const bench = benches[name];
if (!bench) {
  console.error(`Which benchmark? npm run bench -- <${Object.keys(benches).join('|')}> [--json]`);
  process.exit(2);
}
printReport(name, await bench(), flags.includes('--json'));
process.exit(0);
