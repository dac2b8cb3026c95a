/**
 * Training previews: samples that a generative model draws from fixed latent codes, and 2-D projections. Both are bounded in
 * number and size, and take a small share of training time. Images are stored while training continues.
 */
import type { ArtifactAccess } from '../../artifacts/artifact-store.ts';
import { putBytes } from '../../artifacts/content.ts';
import { imageGrid } from '../../datasets/formats/images.ts';
import type { EpochEnd, Report, SampleGrid, TrainingPreviews } from '../../learning/context.ts';
import type { Generate } from '../../learning/model.ts';
import type { ModelInput } from '../../models/bundle.ts';
import { decodeTokens } from '../../shared/encode-texts.ts';
import { previewPrefix } from '../../tasks/preview-artifacts.ts';

/** Bounds per attempt. */
const maxSamplePreviews = 50;
const maxProjectionPreviews = 20;
/** After this many failures no more previews are made, so that the log is not flooded. */
const maxLoggedFailures = 3;
/** Growth factor of the iteration number between projections. Most changes happen in early iterations. */
const projectionBackoff = 1.3;
const minIntervalSeconds = 1;
/** The pause after a sample preview is this many times as long as the preview took, so previews take up to 1/20 of the time. */
const pauseFactor = 20;
const images = 36;
const [texts, tokens] = [2, 100];
/** Fixed for all previews, so that samples differ only by what the model has learned. */
const latentCodes = { seed: 1, temperature: 1, prompt: new Int32Array(), length: 0 };

interface Options {
  taskId: string;
  store: ArtifactAccess;
  /** The preprocessing of the model, which determines how samples are decoded. */
  input: ModelInput;
  report(report: Report): void;
  signal: AbortSignal;
  /** Minimum interval between sample previews, in seconds. Default: 1. */
  everySeconds?: number;
}

/** The previews of a running training. */
interface ActivePreviews extends TrainingPreviews {
  /** Resolves when all previews have been stored and reported. */
  flush(): Promise<void>;
  /** Stops reporting. */
  close(): void;
}

export function createTrainingPreviews(options: Options): ActivePreviews {
  const { input, signal, everySeconds = minIntervalSeconds } = options;
  let [nextSampleTime, nextIteration, projections, failures] = [0, 1, 0, 0];
  let closed = false;
  let storing: Promise<void> = Promise.resolve();
  let isStoring = false;

  function report(what: Report): void {
    // The process may already run another task.
    if (!closed) options.report(what);
  }

  function logFailure(what: string, error: unknown): void {
    // An interrupted training reports that itself, at its next batch.
    if (signal.aborted) return;
    failures++;
    const message = `The preview of the ${what} could not be created. Training continues without it: ${String(error)}`;
    report({ type: 'log', level: 'warn', message });
  }

  async function previewText({ epoch, step }: EpochEnd, generate: Generate): Promise<void> {
    const texts = await generateTexts(input, generate, signal);
    report({ type: 'samples', epoch, step, grid: null, texts });
  }

  async function previewImages({ epoch, step }: EpochEnd, generate: Generate): Promise<void> {
    const values = await generate({ ...latentCodes, count: images, signal });
    await storing;
    isStoring = true;
    storing = storeImageGrid(options, values)
      .then((grid) => report({ type: 'samples', epoch, step, grid, texts: [] }))
      .catch((error) => logFailure(`samples of epoch ${epoch}`, error))
      .finally(() => {
        isStoring = false;
      });
  }

  return {
    shouldPreview({ epoch, epochs }) {
      if (failures >= maxLoggedFailures) return false;
      const turns = (through: number) => Math.floor((through * maxSamplePreviews) / epochs);
      const isTurn = epochs <= maxSamplePreviews || turns(epoch) > turns(epoch - 1);
      if (epoch >= epochs) return true;
      // Skips the preview while the previous one is still being stored: the store may be unavailable.
      return isTurn && !isStoring && performance.now() >= nextSampleTime;
    },

    async previewSamples(at, generate) {
      const started = performance.now();
      try {
        await (input.kind === 'text' ? previewText(at, generate) : previewImages(at, generate));
      } catch (error) {
        logFailure(`samples of epoch ${at.epoch}`, error);
      }
      const now = performance.now();
      nextSampleTime = now + Math.max(everySeconds * 1000, pauseFactor * (now - started));
    },

    previewProjection(iteration, last, view) {
      const isTurn = iteration >= nextIteration && projections < maxProjectionPreviews;
      if (failures >= maxLoggedFailures || (!isTurn && !last)) return;
      nextIteration = Math.max(iteration + 1, Math.ceil(iteration * projectionBackoff));
      projections++;
      try {
        report({ type: 'projection', epoch: iteration, step: iteration, ...view() });
      } catch (error) {
        logFailure(`projection of iteration ${iteration}`, error);
      }
    },

    flush: () => storing,

    close() {
      closed = true;
    },
  };
}

async function generateTexts(input: ModelInput, generate: Generate, signal: AbortSignal): Promise<string[]> {
  if (input.kind !== 'text') throw new Error(`Sample previews do not support ${input.kind} data.`);
  const written = await generate({ ...latentCodes, count: texts, length: tokens, signal });
  const text = (index: number) => decodeTokens(input.encoder, written.subarray(index * tokens, (index + 1) * tokens));
  return Array.from({ length: texts }, (_, index) => text(index));
}

async function storeImageGrid({ taskId, store, input }: Options, values: Float32Array): Promise<SampleGrid> {
  if (input.kind !== 'images') throw new Error(`Sample previews do not support ${input.kind} data.`);
  if (!values.every(Number.isFinite)) throw new Error('A generated pixel is not finite.');
  const { png, columns, rows } = await imageGrid(values, input.size);
  const { sha256 } = await putBytes(store, previewPrefix(taskId), png);
  return { sha256, count: images, columns, rows };
}
