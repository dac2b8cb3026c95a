/**
 * A model from elsewhere: a zip with a TensorFlow.js LayersModel or GraphModel becomes a bundle like those that are trained here.
 * The archive is data: nothing in it is run before it is understood, nothing but its own entries is read, and what goes into the
 * bundle is written anew. The network in it takes pixels of 0..1 and answers probabilities, as all others do.
 */
import { z } from 'zod';
import type { importFormat, modelImports } from '../database/tables.ts';
import { type ArchiveEntry, openArchive } from '../datasets/archive.ts';
import { InvalidData } from '../errors.ts';
import {
  asTwoClassesGraph,
  type GraphData,
  lastOperation,
  readGraphModel,
  rescaledGraph,
  softmaxGraph,
  writeGraphModel,
} from '../learning/imports/graph-model.ts';
import { InvalidNetwork } from '../learning/imports/invalid-network.ts';
import {
  append,
  asTwoClasses,
  inputShapeOf,
  type LayersData,
  lastActivation,
  outputShapeOf,
  readLayersModel,
  rescaled,
  writeLayersModel,
} from '../learning/imports/layers-model.ts';
import { modelFilesOf } from '../learning/model.ts';
import type { NetworkFiles } from '../learning/serialize.ts';
import { bundleFormat, type ModelBundle, type ModelInput } from './bundle.ts';

export type ModelImport = typeof modelImports.$inferSelect;
type ImportFormat = (typeof importFormat.enumValues)[number];

/** What an archive has become: a bundle in the store. */
export interface Imported {
  format: ImportFormat;
  artifactKey: string;
  sha256: string;
  bytes: number;
}

/** What pixels the network was trained with, as input x scale + offset of pixels of 0..1. */
export const pixelRanges = {
  ZERO_TO_ONE: { scale: 1, offset: 0 },
  MINUS_ONE_TO_ONE: { scale: 2, offset: -1 },
  ZERO_TO_255: { scale: 255, offset: 0 },
} as const;
export type PixelRange = keyof typeof pixelRanges;

/** What the files do not say. */
export const importOptionsSchema = z.object({
  objective: z.enum(['CLASSIFICATION', 'REGRESSION', 'DIMENSIONALITY_REDUCTION']),
  /** In the order of the network's answers. */
  classes: z.array(z.string()).nullable(),
  /** In the order of the network's inputs; null: it takes images. */
  columns: z.array(z.string()).nullable(),
  /** The column that it predicts. */
  target: z.string().nullable(),
  pixelRange: z.enum(Object.keys(pixelRanges) as [PixelRange, ...PixelRange[]]),
});
export type ImportOptions = z.infer<typeof importOptionsSchema>;

const largestJson = 64 * 2 ** 20;
const jsonSchema = z.looseObject({
  format: z.string().nullish(),
  modelTopology: z.unknown(),
  weightsManifest: z.unknown(),
});

/** @throws InvalidData naming what in the archive is wrong */
export async function readImport(
  path: string,
  options: ImportOptions,
): Promise<{ bundle: ModelBundle; format: ImportFormat }> {
  const archive = await openArchive(path);
  try {
    return await readEntries(archive.entries, options);
  } catch (error) {
    if (error instanceof InvalidNetwork) throw new InvalidData(error.message, error.location);
    throw error;
  } finally {
    archive.close();
  }
}

async function readEntries(
  entries: ArchiveEntry[],
  options: ImportOptions,
): Promise<{ bundle: ModelBundle; format: ImportFormat }> {
  const described = findJson(entries);
  const json = await parseJson(described);
  const folder = described.name.slice(0, described.name.lastIndexOf('/') + 1);
  // A path leads to an entry of this very name or nowhere: "..", "/etc" and "https:" are no entries.
  const read = async (name: string) => (await entries.find((entry) => entry.name === folder + name)?.read()) ?? null;
  const isGraph = z.object({ node: z.unknown() }).safeParse(json.modelTopology).data?.node !== undefined;
  if (isGraph) {
    const graph = fitGraph(await readGraphModel(json, read), options);
    return bundleOf('GRAPH_MODEL', writeGraphModel(graph), graph.inputShape, options);
  }
  const layers = fitLayers(await readLayersModel(json, read), options);
  return bundleOf('LAYERS_MODEL', writeLayersModel(layers), inputShapeOf(layers), options);
}

function findJson(entries: ArchiveEntry[]): ArchiveEntry {
  const json = entries.filter(({ name }) => name.endsWith('.json'));
  const named = json.filter(({ name }) => /(^|\/)model\.json$/.test(name));
  const [found, ...others] = named.length > 0 ? named : json;
  if (!found)
    throw new InvalidData('The archive has no model.json. Pack the folder that TensorFlow.js saved the model in.');
  if (others.length > 0)
    throw new InvalidData('The archive has several models; it must have one model.json.', others[0]?.name);
  if (found.bytes > largestJson) throw new InvalidData(`The file is larger than ${largestJson} bytes.`, found.name);
  return found;
}

async function parseJson(entry: ArchiveEntry): Promise<z.infer<typeof jsonSchema>> {
  let value: unknown;
  try {
    value = JSON.parse((await entry.read()).toString('utf8'));
  } catch (error) {
    if (error instanceof InvalidData) throw error;
    throw new InvalidData('The file is not JSON.', entry.name);
  }
  const parsed = jsonSchema.safeParse(value);
  if (parsed.success && parsed.data.modelTopology && parsed.data.weightsManifest) return parsed.data;
  throw new InvalidData(
    'The file has no modelTopology and weightsManifest: it is no model of TensorFlow.js.',
    entry.name,
  );
}

function fitLayers(data: LayersData, options: ImportOptions): LayersData {
  assertInput(inputShapeOf(data), options);
  const scaled =
    options.columns || options.pixelRange === 'ZERO_TO_ONE' ? data : rescaled(data, pixelRanges[options.pixelRange]);
  const flat =
    outputShapeOf(scaled).length > 1 ? append(scaled, { name: 'flat', className: 'Flatten', settings: {} }) : scaled;
  const [outputs = 0] = outputShapeOf(flat);
  const { objective, classes } = options;
  if (objective !== 'CLASSIFICATION') {
    assertOutputs(outputs, objective === 'REGRESSION' ? 1 : outputs, objective);
    return flat;
  }
  const activation = lastActivation(flat);
  if (outputs === 1 && classes?.length === 2) {
    if (activation === 'sigmoid' || activation === 'linear') return asTwoClasses(flat);
    throw new InvalidNetwork(
      `A network that answers two classes with one number must end in a sigmoid, not ${activation}.`,
    );
  }
  assertOutputs(outputs, classes?.length ?? 0, objective);
  if (activation === 'softmax') return flat;
  if (activation === 'linear') return append(flat, { name: 'probabilities', className: 'Softmax', settings: {} });
  throw new InvalidNetwork(
    `A network that tells classes apart must end in a softmax or in plain numbers, not ${activation}.`,
  );
}

function fitGraph(data: GraphData, options: ImportOptions): GraphData {
  assertInput(data.inputShape, options);
  const scaled =
    options.columns || options.pixelRange === 'ZERO_TO_ONE'
      ? data
      : rescaledGraph(data, pixelRanges[options.pixelRange]);
  if (options.objective !== 'CLASSIFICATION') return scaled;
  const operation = lastOperation(scaled);
  if (operation === 'Softmax') return scaled;
  // How many numbers it answers shows when it runs; with one for two classes this is the only reading.
  if (operation === 'Sigmoid') return asTwoClassesGraph(scaled);
  return softmaxGraph(scaled);
}

function assertInput(shape: readonly number[], { columns }: ImportOptions): void {
  if (columns) {
    if (shape.length === 1 && shape[0] === columns.length) return;
    throw new InvalidNetwork(
      `The network takes ${shape.join(' x ')} numbers, and \`columns\` names ${columns.length}.`,
    );
  }
  if (shape.length === 3 && (shape[2] === 1 || shape[2] === 3)) return;
  throw new InvalidNetwork(
    `The network takes ${shape.join(' x ')} numbers, which are no image of height x width x 1 or 3. For a table name its \`columns\`.`,
  );
}

function assertOutputs(outputs: number, wanted: number, objective: string): void {
  if (outputs === wanted) return;
  throw new InvalidNetwork(
    objective === 'CLASSIFICATION'
      ? `The network answers ${outputs} numbers, and \`classes\` names ${wanted}.`
      : `The network answers ${outputs} numbers; a regression answers one.`,
  );
}

function bundleOf(
  format: ImportFormat,
  files: NetworkFiles,
  shape: readonly number[],
  options: ImportOptions,
): { bundle: ModelBundle; format: ImportFormat } {
  const { objective } = options;
  const manifest = {
    format: bundleFormat,
    family: 'pretrained',
    parameters: {},
    objective,
    input: inputOf(shape, options),
  } as const;
  return { bundle: { files: modelFilesOf(files), manifest }, format };
}

function inputOf(
  [height = 0, width = 0, channels]: readonly number[],
  { columns, classes, target, objective }: ImportOptions,
): ModelInput {
  if (!columns) {
    return { kind: 'images', size: { height, width, channels: channels === 1 ? 1 : 3 }, classes: classes ?? [] };
  }
  // The network takes the columns as they are.
  const plain = { mean: 0, standardDeviation: 1 };
  const name = target ?? 'target';
  return {
    kind: 'table',
    encoder: {
      features: columns.map((column) => ({ name: column, type: 'numeric', ...plain })),
      target:
        objective === 'CLASSIFICATION'
          ? { objective, name, classes: classes ?? [] }
          : objective === 'REGRESSION'
            ? { objective, name, ...plain }
            : null,
    },
  };
}
