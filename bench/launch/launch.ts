/**
 * Launch latency: the time from sending launchTask to the first TrainingProgressed, as a subscriber receives it over graphql-ws,
 * on a platform whose worker is warm and idle. Every launch uses its own configuration.
 */
import type { ApiClient } from '../../src/demo/client.ts';
import { configure, launch as launchOne, startBenchPlatform, upload, watch } from '../platform.ts';
import { measurement, percentile, type Row } from '../report.ts';

const [warmUps, launches] = [3, 40];

export async function launch(): Promise<Row[]> {
  const platform = await startBenchPlatform({ AIAS_WORKERS: '1' });
  try {
    const client = platform.connect();
    const datasetId = await upload(client, 'flowers', irisLikeCsv());
    const ms: number[] = [];
    for (let number = 0; number < warmUps + launches; number++) {
      const configurationId = await configure(client, {
        datasetId,
        target: 'species',
        parameters: { mlp: { hiddenUnits: [16] } },
        training: { epochs: 5, batchSize: 16, seed: number },
      });
      ms.push(await untilProgress(client, configurationId));
    }
    const measured = ms.slice(warmUps);
    const note = `${launches} launches of an mlp on 150 rows`;
    return [
      measurement('launch.p50', percentile(measured, 0.5), 'ms', note),
      measurement('launch.p95', percentile(measured, 0.95), 'ms', note),
    ];
  } finally {
    await platform.stop();
  }
}

async function untilProgress(client: ApiClient, configurationId: string): Promise<number> {
  const began = performance.now();
  let first = Number.NaN;
  await watch(client, await launchOne(client, configurationId), ({ __typename: type }) => {
    if (type === 'TrainingProgressed' && Number.isNaN(first)) first = performance.now() - began;
  });
  return first;
}

/** Creates a CSV with the rows and columns of Fisher's iris data set, for three species that overlap slightly. */
function irisLikeCsv(): string {
  const rows = Array.from({ length: 150 }, (_, row) => {
    const species = row % 3;
    const measures = [0, 1, 2, 3].map((column) =>
      (species * (column + 1) + ((row * (37 + column * 16)) % 101) / 50).toFixed(2),
    );
    return [...measures, ['setosa', 'versicolor', 'virginica'][species]].join(',');
  });
  return ['sepal_length,sepal_width,petal_length,petal_width,species', ...rows].join('\n');
}
