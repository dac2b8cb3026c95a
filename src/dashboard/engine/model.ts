/** Runs a model of the server in the browser: loads its files, encodes samples, and decodes its outputs. */

import { encodeRows } from '../../shared/encode-rows.ts';
import { encodeTexts } from '../../shared/encode-texts.ts';
import { mismatchError } from '../../shared/model-input.ts';
import type { Prediction, Sample } from '../playground/sample.ts';
import { type Manifest, readBundle } from './bundle.ts';
import { decodeImage } from './decode.ts';
import { loadNetwork, type Network } from './network.ts';
import { pixelsOf } from './pixels.ts';
import { decode } from './predictions.ts';
import { throwAt } from './refusals.ts';

export interface Model {
  /** Returns one prediction per sample, in order. @throws InvalidSample */
  predict(sample: Sample): Promise<Prediction[]>;
  dispose(): void;
}

/** @throws ServerOnly */
export async function createModel(bytes: Uint8Array): Promise<Model> {
  const bundle = readBundle(bytes);
  const network = await loadNetwork(bundle);
  return { predict: (sample) => predict(bundle.manifest, network, sample), dispose: network.dispose };
}

async function predict(manifest: Manifest, network: Network, sample: Sample): Promise<Prediction[]> {
  const [[field, given] = ['rows', []]] = Object.entries<unknown[]>(sample);
  const count = given.length;
  const values = await encode(manifest, sample).catch(throwAt(`input.${field}`));
  const outputs = await network.predict(values, count);
  const size = outputs.length / count;
  try {
    return given.map((_, index) => decode(manifest, outputs.subarray(index * size, (index + 1) * size), index));
  } catch (error) {
    return throwAt('input')(error);
  }
}

async function encode({ input, objective }: Manifest, sample: Sample): Promise<Float32Array> {
  if (input.kind === 'table' && 'rows' in sample) return encodeRows(input.encoder, sample.rows).values;
  if (input.kind === 'text' && 'texts' in sample) return encodeTexts(input.encoder, sample.texts).values;
  if (input.kind === 'images' && 'images' in sample) {
    const size = input.size.height * input.size.width * input.size.channels;
    const values = new Float32Array(sample.images.length * size);
    for (const [index, image] of sample.images.entries()) {
      const pixels = pixelsOf(await decodeImage(image, index), input.size, objective === 'DETECTION');
      for (const [at, byte] of pixels.entries()) values[index * size + at] = byte / 255;
    }
    return values;
  }
  const [given = ''] = Object.keys(sample);
  throw mismatchError(input, given);
}
