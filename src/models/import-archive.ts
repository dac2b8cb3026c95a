/**
 * Imports a zip with a TensorFlow.js LayersModel or GraphModel as a bundle. The archive is untrusted: nothing runs before it is
 * validated, only its own entries are read, and the bundle is written from the parsed network. The imported network takes pixels
 * in 0..1 and returns probabilities, like all others.
 */
import { z } from 'zod';
import type { importFormat, modelImports } from '../database/tables/models.ts';
import { type ArchiveEntry, openArchive } from '../datasets/formats/archive.ts';
import { InvalidData } from '../errors.ts';
import { appendSoftmax, appendTwoClasses, prependGraphRescaling } from '../learning/imports/graph-edits.ts';
import { type GraphNetwork, outputOperation, writeGraphModel } from '../learning/imports/graph-model.ts';
import { InvalidNetwork } from '../learning/imports/invalid-network.ts';
import {
  appendLayer,
  inputShapeOf,
  type LayersNetwork,
  lastActivation,
  outputShapeOf,
  prependRescaling,
  readLayersModel,
  sigmoidToSoftmax,
  writeLayersModel,
} from '../learning/imports/layers-model.ts';
import { readGraphModel } from '../learning/imports/read-graph-model.ts';
import type { NetworkFiles } from '../learning/layers-model-files.ts';
import { modelFilesOf } from '../learning/model.ts';
import { bundleFormat, type ModelBundle, type ModelInput } from './bundle.ts';

/** An import without its options, which `byToken` in import-repository.ts reads. */
export type ModelImport = Omit<typeof modelImports.$inferSelect, 'options'>;
type ImportFormat = (typeof importFormat.enumValues)[number];

/** An imported archive: the stored bundle. */
export interface ImportedModel {
  format: ImportFormat;
  artifactKey: string;
  sha256: string;
  sizeBytes: number;
}

/** Pixel ranges that networks are trained with. A network's input is x * scale + offset, for pixels x in 0..1. */
export const pixelRanges = {
  ZERO_TO_ONE: { scale: 1, offset: 0 },
  MINUS_ONE_TO_ONE: { scale: 2, offset: -1 },
  ZERO_TO_255: { scale: 255, offset: 0 },
} as const;
export type PixelRange = keyof typeof pixelRanges;

/** Options of an import that the files of the model do not contain. */
export const importOptionsSchema = z.object({
  objective: z.enum(['CLASSIFICATION', 'REGRESSION', 'DIMENSIONALITY_REDUCTION']),
  /** Class names in the order of the network's outputs. Null unless the objective is classification. */
  classes: z.array(z.string()).nullable(),
  /** Columns in the order of the network's inputs. Null when the network takes images. */
  columns: z.array(z.string()).nullable(),
  /** Name of the target column. Null for images, and for the default, "target". */
  target: z.string().nullable(),
  pixelRange: z.enum(['ZERO_TO_ONE', 'MINUS_ONE_TO_ONE', 'ZERO_TO_255'] satisfies PixelRange[]),
});
export type ImportOptions = z.infer<typeof importOptionsSchema>;

const maxJsonBytes = 64 * 2 ** 20;
const jsonSchema = z.looseObject({
  format: z.string().nullish(),
  modelTopology: z.unknown(),
  weightsManifest: z.unknown(),
});

/** Reads an archive into a bundle. @throws InvalidData naming the problem in the archive */
export async function importArchive(
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
  const topology = findJson(entries);
  const json = await parseJson(topology);
  const folder = topology.name.slice(0, topology.name.lastIndexOf('/') + 1);
  // A path only resolves to an entry of exactly this name, so "..", "/etc" and "https:" resolve to nothing.
  const read = async (name: string) => (await entries.find((entry) => entry.name === folder + name)?.read()) ?? null;
  const isGraph = z.object({ node: z.unknown() }).safeParse(json.modelTopology).data?.node !== undefined;
  if (isGraph) {
    const graph = adaptGraph(await readGraphModel(json, read), options);
    return buildBundle('GRAPH_MODEL', writeGraphModel(graph), graph.inputShape, options);
  }
  const layers = adaptLayers(await readLayersModel(json, read), options);
  return buildBundle('LAYERS_MODEL', writeLayersModel(layers), inputShapeOf(layers), options);
}

function findJson(entries: ArchiveEntry[]): ArchiveEntry {
  const json = entries.filter(({ name }) => name.endsWith('.json'));
  const named = json.filter(({ name }) => /(^|\/)model\.json$/.test(name));
  const [found, ...others] = named.length > 0 ? named : json;
  if (!found)
    throw new InvalidData(
      'The archive has no model.json. Create it from the folder in which TensorFlow.js saved the model.',
    );
  if (others.length > 0)
    throw new InvalidData(
      'The archive contains several models. It must contain exactly one model.json.',
      others[0]?.name,
    );
  if (found.bytes > maxJsonBytes)
    throw new InvalidData(`The file is larger than the maximum of ${maxJsonBytes} bytes.`, found.name);
  return found;
}

async function parseJson(entry: ArchiveEntry): Promise<z.infer<typeof jsonSchema>> {
  let value: unknown;
  try {
    value = JSON.parse((await entry.read()).toString('utf8'));
  } catch (error) {
    if (error instanceof InvalidData) throw error;
    throw new InvalidData('The file is not valid JSON.', entry.name);
  }
  const parsed = jsonSchema.safeParse(value);
  if (parsed.success && parsed.data.modelTopology && parsed.data.weightsManifest) return parsed.data;
  throw new InvalidData(
    'The file has no modelTopology and weightsManifest, so it is not a TensorFlow.js model.',
    entry.name,
  );
}

function adaptLayers(data: LayersNetwork, options: ImportOptions): LayersNetwork {
  assertInput(inputShapeOf(data), options);
  const scaled =
    options.columns || options.pixelRange === 'ZERO_TO_ONE'
      ? data
      : prependRescaling(data, pixelRanges[options.pixelRange]);
  const flat =
    outputShapeOf(scaled).length > 1
      ? appendLayer(scaled, { name: 'flat', className: 'Flatten', settings: {} })
      : scaled;
  const [outputs = 0] = outputShapeOf(flat);
  const { objective, classes } = options;
  if (objective !== 'CLASSIFICATION') {
    assertOutputs(outputs, objective === 'REGRESSION' ? 1 : outputs, objective);
    return flat;
  }
  const activation = lastActivation(flat);
  if (outputs === 1 && classes?.length === 2) {
    if (activation === 'sigmoid' || activation === 'linear') return sigmoidToSoftmax(flat);
    throw new InvalidNetwork(
      `A network with one output for two classes must end in a sigmoid activation, not ${activation}.`,
    );
  }
  assertOutputs(outputs, classes?.length ?? 0, objective);
  if (activation === 'softmax') return flat;
  if (activation === 'linear') return appendLayer(flat, { name: 'probabilities', className: 'Softmax', settings: {} });
  throw new InvalidNetwork(`A classification network must end in a softmax or linear activation, not ${activation}.`);
}

function adaptGraph(data: GraphNetwork, options: ImportOptions): GraphNetwork {
  assertInput(data.inputShape, options);
  const scaled =
    options.columns || options.pixelRange === 'ZERO_TO_ONE'
      ? data
      : prependGraphRescaling(data, pixelRanges[options.pixelRange]);
  if (options.objective !== 'CLASSIFICATION') return scaled;
  const operation = outputOperation(scaled);
  if (operation === 'Softmax') return scaled;
  // The number of outputs is only known at run time. A sigmoid output is only valid as one output for two classes.
  if (operation === 'Sigmoid') return appendTwoClasses(scaled);
  return appendSoftmax(scaled);
}

function assertInput(shape: readonly number[], { columns }: ImportOptions): void {
  if (columns) {
    if (shape.length === 1 && shape[0] === columns.length) return;
    throw new InvalidNetwork(
      `The network takes ${shape.join(' x ')} values, but \`columns\` has ${columns.length} names.`,
    );
  }
  if (shape.length === 3 && (shape[2] === 1 || shape[2] === 3)) return;
  throw new InvalidNetwork(
    `The network takes ${shape.join(' x ')} values, which is not an image of height x width x 1 or 3. For a table, set \`columns\`.`,
  );
}

function assertOutputs(outputs: number, expected: number, objective: string): void {
  if (outputs === expected) return;
  throw new InvalidNetwork(
    objective === 'CLASSIFICATION'
      ? `The network has ${outputs} outputs, but \`classes\` has ${expected} names.`
      : `The network has ${outputs} outputs. A regression network must have one.`,
  );
}

function buildBundle(
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
    input: buildModelInput(shape, options),
  } as const;
  return { bundle: { files: modelFilesOf(files), manifest }, format };
}

function buildModelInput(
  [height = 0, width = 0, channels]: readonly number[],
  { columns, classes, target, objective }: ImportOptions,
): ModelInput {
  if (!columns) {
    return { kind: 'images', size: { height, width, channels: channels === 1 ? 1 : 3 }, classes: classes ?? [] };
  }
  // Columns are passed to the network unscaled.
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
