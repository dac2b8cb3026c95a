/** What a client sends to a model, as numbers. Every error names the sample and what is wrong with it. */
import { encodeRows } from '../datasets/encode-rows.ts';
import { blockOtherDecoders, imageFormatOf } from '../datasets/image-format.ts';
import { decodeImage } from '../datasets/images.ts';
import { encodeLatest, type SeriesEncoder, type SeriesSamples } from '../datasets/series-encoder.ts';
import { seriesOf } from '../datasets/series-rows.ts';
import { encodeTexts } from '../datasets/text-encoder.ts';
import { InvalidData, InvalidInput } from '../errors.ts';
import type { Data } from '../learning/data.ts';
import type { ModelManifest } from '../models/bundle.ts';

/** One of these, as the model's data was. */
export type Samples =
  /** Objects by column name. */
  | { rows: unknown[] }
  /** JPEG, PNG or WebP files as base64 or data URLs: they are decoded where they can do no harm. */
  | { images: string[] }
  | { texts: string[] }
  /** The latest rows of one series: what comes next is one sample. */
  | { series: unknown[] };

blockOtherDecoders();

const base64 = /^[A-Za-z0-9+/]+={0,2}$/;
const given = { table: 'rows', images: 'images', text: 'texts', series: 'series' } as const;

/** @throws InvalidInput, InvalidData */
export async function encodeSamples(
  { input, objective }: ModelManifest,
  samples: Samples,
): Promise<Pick<Data, 'features' | 'forecast'>> {
  const refuse = () => {
    const [other] = Object.keys(samples);
    const wanted = given[input.kind];
    return new InvalidInput(
      `input.${other}`,
      `This model takes ${wanted}: give \`${wanted}\` instead of \`${other}\`.`,
    );
  };
  switch (input.kind) {
    case 'table':
      if (!('rows' in samples)) throw refuse();
      return { features: encodeRows(input.encoder, samples.rows) };
    case 'text':
      if (!('texts' in samples)) throw refuse();
      return { features: encodeTexts(input.encoder, samples.texts) };
    case 'series': {
      if (!('series' in samples)) throw refuse();
      const { features, bases, days } = encodeGiven(input.encoder, samples.series, 'input.series');
      return { features, forecast: { bases, days } };
    }
    case 'images': {
      if (!('images' in samples)) throw refuse();
      const { height, width, channels } = input.size;
      const size = height * width * channels;
      const values = new Uint8Array(samples.images.length * size);
      for (const [index, text] of samples.images.entries()) {
        const bytes = imageOf(text, index);
        const how = { name: `input.images.${index}`, stretch: objective === 'DETECTION' };
        values.set(await decodeImage(bytes, input.size, how), index * size);
      }
      return { features: { values, sampleShape: [height, width, channels], count: samples.images.length } };
    }
  }
}

/** @throws InvalidInput naming the cell, or `field` where the series as a whole is wrong */
function encodeGiven(encoder: SeriesEncoder, rows: unknown[], field: string): SeriesSamples {
  const table = seriesOf(encoder, rows, field);
  try {
    return encodeLatest(encoder, table, field);
  } catch (error) {
    if (!(error instanceof InvalidData)) throw error;
    throw new InvalidInput(field, error.location === null ? error.message : `${error.message} (${error.location})`);
  }
}

function imageOf(text: string, index: number): Uint8Array {
  const bare = text.replace(/^data:image\/[a-z+.-]+;base64,/, '').replace(/\s/g, '');
  const bytes = base64.test(bare) ? Buffer.from(bare, 'base64') : null;
  if (bytes && imageFormatOf(bytes)) return bytes;
  throw new InvalidInput(
    `input.images.${index}`,
    bytes
      ? 'The image is not JPEG, PNG or WebP. Convert it to one of them.'
      : 'Give the bytes of a JPEG, PNG or WebP file as base64.',
  );
}
