/** Encodes the samples of a prediction request. Every error names the sample and its problem. */

import { encodeForecastInput, type SeriesSamples } from '../datasets/encoders/series/encode-series.ts';
import type { SeriesEncoder } from '../datasets/encoders/series/series-encoder.ts';
import { parseSeriesRows } from '../datasets/encoders/series/series-rows.ts';
import { blockOtherDecoders, imageFormatOf } from '../datasets/formats/image-format.ts';
import { decodeImage } from '../datasets/formats/images.ts';
import { InvalidData, InvalidInput } from '../errors.ts';
import type { Data } from '../learning/data.ts';
import type { ModelManifest } from '../models/bundle.ts';
import { encodeRows } from '../shared/encode-rows.ts';
import { encodeTexts } from '../shared/encode-texts.ts';
import { InvalidSample } from '../shared/invalid-sample.ts';
import { mismatchError } from '../shared/model-input.ts';
import { namingField } from './input-field.ts';

/** Samples of one kind, which must match the training data of the model. */
export type PredictionInput =
  /** Rows as objects by column name. */
  | { rows: unknown[] }
  /** JPEG, PNG or WebP files, as base64 or data URLs. They are decoded in a sandbox. */
  | { images: string[] }
  | { texts: string[] }
  /** The most recent rows of one time series, which are one sample: its forecast. */
  | { series: unknown[] };

blockOtherDecoders();

const base64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** @throws InvalidInput, InvalidData */
export async function encodeInput(
  { input, objective }: ModelManifest,
  samples: PredictionInput,
): Promise<Pick<Data, 'features' | 'forecast'>> {
  const [given = ''] = Object.keys(samples);
  const inputMismatch = () => {
    const error = mismatchError(input, given);
    return new InvalidInput(error.below(`input.${given}`), error.message);
  };
  switch (input.kind) {
    case 'table':
      if (!('rows' in samples)) throw inputMismatch();
      return { features: await namingField('input.rows', () => encodeRows(input.encoder, samples.rows)) };
    case 'text':
      if (!('texts' in samples)) throw inputMismatch();
      return { features: encodeTexts(input.encoder, samples.texts) };
    case 'series': {
      if (!('series' in samples)) throw inputMismatch();
      const { series } = samples;
      const { features, bases, days } = await namingField('input.series', () => encodeSeries(input.encoder, series));
      return { features, forecast: { bases, days } };
    }
    case 'images': {
      if (!('images' in samples)) throw inputMismatch();
      const { height, width, channels } = input.size;
      const size = height * width * channels;
      const values = new Uint8Array(samples.images.length * size);
      for (const [index, text] of samples.images.entries()) {
        const bytes = decodeBase64(text, index);
        const options = {
          name: `input.images.${index}`,
          fit: objective === 'DETECTION' ? ('fill' as const) : ('cover' as const),
        };
        values.set(await decodeImage(bytes, input.size, options), index * size);
      }
      return { features: { values, sampleShape: [height, width, channels], count: samples.images.length } };
    }
  }
}

/** @throws InvalidSample at the cell, or without a path when the series as a whole is invalid */
function encodeSeries(encoder: SeriesEncoder, rows: unknown[]): SeriesSamples {
  const table = parseSeriesRows(encoder, rows);
  try {
    return encodeForecastInput(encoder, table);
  } catch (error) {
    if (!(error instanceof InvalidData)) throw error;
    throw new InvalidSample(error.location === null ? error.message : `${error.message} (${error.location})`);
  }
}

function decodeBase64(text: string, index: number): Uint8Array {
  const bare = text.replace(/^data:image\/[a-z+.-]+;base64,/, '').replace(/\s/g, '');
  const bytes = base64.test(bare) ? Buffer.from(bare, 'base64') : null;
  if (bytes && imageFormatOf(bytes)) return bytes;
  throw new InvalidInput(
    `input.images.${index}`,
    bytes
      ? 'The image is not a JPEG, PNG, or WebP file. Convert it to one of these formats.'
      : 'The image is not valid base64. Encode a JPEG, PNG, or WebP file as base64.',
  );
}
