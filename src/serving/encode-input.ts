/** Encodes the samples of a prediction request. Every error names the sample and its problem. */
import { encodeRows } from '../datasets/encoders/encode-rows.ts';
import { encodeForecastInput, type SeriesSamples } from '../datasets/encoders/series/encode-series.ts';
import type { SeriesEncoder } from '../datasets/encoders/series/series-encoder.ts';
import { parseSeriesRows } from '../datasets/encoders/series/series-rows.ts';
import { encodeTexts } from '../datasets/encoders/text-encoder.ts';
import { blockOtherDecoders, imageFormatOf } from '../datasets/formats/image-format.ts';
import { decodeImage } from '../datasets/formats/images.ts';
import { InvalidData, InvalidInput } from '../errors.ts';
import type { Data } from '../learning/data.ts';
import type { ModelManifest } from '../models/bundle.ts';

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
const inputNames = { table: 'rows', images: 'images', text: 'texts', series: 'series' } as const;

/** @throws InvalidInput, InvalidData */
export async function encodeInput(
  { input, objective }: ModelManifest,
  samples: PredictionInput,
): Promise<Pick<Data, 'features' | 'forecast'>> {
  const inputMismatch = () => {
    const [given] = Object.keys(samples);
    const expected = inputNames[input.kind];
    return new InvalidInput(
      `input.${given}`,
      `This model expects \`${expected}\`. Set \`${expected}\` instead of \`${given}\`.`,
    );
  };
  switch (input.kind) {
    case 'table':
      if (!('rows' in samples)) throw inputMismatch();
      return { features: encodeRows(input.encoder, samples.rows) };
    case 'text':
      if (!('texts' in samples)) throw inputMismatch();
      return { features: encodeTexts(input.encoder, samples.texts) };
    case 'series': {
      if (!('series' in samples)) throw inputMismatch();
      const { features, bases, days } = encodeSeries(input.encoder, samples.series, 'input.series');
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

/** @throws InvalidInput naming the cell, or `field` when the series as a whole is invalid */
function encodeSeries(encoder: SeriesEncoder, rows: unknown[], field: string): SeriesSamples {
  const table = parseSeriesRows(encoder, rows, field);
  try {
    return encodeForecastInput(encoder, table, field);
  } catch (error) {
    if (!(error instanceof InvalidData)) throw error;
    throw new InvalidInput(field, error.location === null ? error.message : `${error.message} (${error.location})`);
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
