/** A model in the download format of the server: a zip with the network and the encoding of its inputs. No DOM. */
import { unzipSync } from 'fflate';
import type { SampleInput } from '../../shared/model-input.ts';
import { ServerOnly } from './refusals.ts';

export interface Manifest {
  objective: 'CLASSIFICATION' | 'REGRESSION' | 'DIMENSIONALITY_REDUCTION' | 'DETECTION';
  input: SampleInput;
}

export interface Bundle {
  manifest: Manifest;
  /** In the format of TensorFlow.js. */
  topology: { modelTopology: object; weightsManifest: { weights: unknown[] }[] };
  weights: Uint8Array;
}

const knownFormat = 2;

/** @throws ServerOnly when the browser engine does not support the model; Error when the file is not a model */
export function readBundle(bytes: Uint8Array): Bundle {
  const { 'aias.json': described, 'model.json': topology, 'weights.bin': weights } = unzipSync(bytes);
  if (!described) throw new Error('aias.json is missing from the model file.');
  // The server validated this file against its own schema. The format number identifies the schema.
  const manifest = jsonOf(described) as { format: number; objective: string; input: { kind: string } };
  if (manifest.format !== knownFormat) throw new Error(`Unsupported model format ${manifest.format}.`);
  if (manifest.input.kind === 'series') throw new ServerOnly('ofSeries');
  if (manifest.objective === 'GENERATION') throw new ServerOnly('generates');
  if (!topology || !weights) throw new ServerOnly('noNetwork');
  const network = jsonOf(topology) as Bundle['topology'] & { format?: string };
  if (network.format === 'graph-model') throw new ServerOnly('graph');
  return { manifest: manifest as unknown as Manifest, topology: network, weights };
}

const jsonOf = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));
