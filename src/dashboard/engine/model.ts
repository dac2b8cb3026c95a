/** Runs a model of the server in the browser: loads its files, encodes samples, and decodes its outputs. */
import type { Prediction, Sample } from '../playground/sample.ts';
import { answerOf } from './answers.ts';
import { type Manifest, readBundle } from './bundle.ts';
import { decodeImage } from './decode.ts';
import { loadNetwork, type Network } from './network.ts';
import { pixelsOf } from './pixels.ts';
import { InvalidSample } from './refusals.ts';
import { encodeRows } from './rows.ts';
import { encodeTexts } from './texts.ts';

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
  const [given = []] = Object.values<unknown[]>(sample);
  const count = given.length;
  const outputs = await network.predict(await encode(manifest, sample), count);
  const size = outputs.length / count;
  return given.map((_, index) => answerOf(manifest, outputs.subarray(index * size, (index + 1) * size)));
}

const kinds = { table: 'rows', images: 'images', text: 'texts' } as const;

async function encode({ input, objective }: Manifest, sample: Sample): Promise<Float32Array> {
  if (input.kind === 'table' && 'rows' in sample) return encodeRows(input.encoder, sample.rows);
  if (input.kind === 'text' && 'texts' in sample) return encodeTexts(input.encoder, sample.texts);
  if (input.kind === 'images' && 'images' in sample) {
    const size = input.size.height * input.size.width * input.size.channels;
    const values = new Float32Array(sample.images.length * size);
    for (const [index, image] of sample.images.entries()) {
      const pixels = pixelsOf(await decodeImage(image, `input.images.${index}`), input.size, objective === 'DETECTION');
      for (const [at, byte] of pixels.entries()) values[index * size + at] = byte / 255;
    }
    return values;
  }
  const [other = 'rows'] = Object.keys(sample);
  const wanted = kinds[input.kind];
  throw new InvalidSample(
    `input.${other}`,
    `This model expects \`${wanted}\`. Set \`${wanted}\` instead of \`${other}\`.`,
  );
}
