/** A model as the server gives it for download: one zip with the network and with how it is fed. No DOM. */
import { unzipSync } from 'fflate';
import type { DateFormat } from './dates.ts';
import { ServerOnly } from './refusals.ts';

export type Feature =
  | { name: string; type: 'numeric' | 'date'; mean: number; standardDeviation: number; format?: DateFormat }
  | { name: string; type: 'categorical'; levels: string[]; missing: boolean };

export type Target =
  | { objective: 'CLASSIFICATION'; name: string; classes: string[] }
  | { objective: 'REGRESSION'; name: string; mean: number; standardDeviation: number };

export interface TableEncoder {
  features: Feature[];
  target: Target | null;
}

export interface TextEncoder {
  level: 'word' | 'character';
  /** Tokens of a sample. */
  length: number;
  vocabulary: string[];
}

export interface ImageSize {
  height: number;
  width: number;
  channels: 1 | 3;
}

export type ModelInput =
  | { kind: 'table'; encoder: TableEncoder }
  | { kind: 'images'; size: ImageSize; classes: string[] }
  | { kind: 'text'; encoder: TextEncoder; target: Target | null };

export interface Manifest {
  objective: 'CLASSIFICATION' | 'REGRESSION' | 'DIMENSIONALITY_REDUCTION' | 'DETECTION';
  input: ModelInput;
}

export interface Bundle {
  manifest: Manifest;
  /** As TensorFlow.js writes it. */
  topology: { modelTopology: object; weightsManifest: { weights: unknown[] }[] };
  weights: Uint8Array;
}

const knownFormat = 1;

/** @throws ServerOnly when it is a model of a kind that is not computed here; Error when it is no model at all */
export function readBundle(bytes: Uint8Array): Bundle {
  const { 'aias.json': described, 'model.json': topology, 'weights.bin': weights } = unzipSync(bytes);
  if (!described) throw new Error('The file of the model lacks aias.json.');
  // Written by the server of this dashboard, which holds it to its own schema; the format says which.
  const manifest = jsonOf(described) as { format: number; objective: string; input: { kind: string } };
  if (manifest.format !== knownFormat) throw new Error(`The model is stored in format ${manifest.format}.`);
  if (manifest.input.kind === 'series') throw new ServerOnly('ofSeries');
  if (manifest.objective === 'GENERATION') throw new ServerOnly('generates');
  if (!topology || !weights) throw new ServerOnly('noNetwork');
  const network = jsonOf(topology) as Bundle['topology'] & { format?: string };
  if (network.format === 'graph-model') throw new ServerOnly('graph');
  return { manifest: manifest as unknown as Manifest, topology: network, weights };
}

const jsonOf = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));
