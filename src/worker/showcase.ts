/**
 * What people are shown of a task while it learns: samples that a generative model makes of the same latent codes each time, and
 * projections. Both are bounded, in number and in size, and cost little beside the learning. Images are stored while it goes on.
 */
import type { ArtifactAccess } from '../artifacts/artifact-store.ts';
import { putBytes } from '../artifacts/content.ts';
import { imageGrid } from '../datasets/images.ts';
import { decodeTokens } from '../datasets/text-encoder.ts';
import type { Moment, Report, SampleGrid, Showcase } from '../learning/context.ts';
import type { Generate } from '../learning/model.ts';
import type { ModelInput } from '../models/bundle.ts';
import { samplesPrefix } from '../tasks/sample-artifacts.ts';

/** Of an attempt. */
const mostSamples = 50;
const mostProjections = 20;
/** What went wrong as often as this would again; the log is for more. */
const mostTroubles = 3;
/** From one projection to the next there are this many times as many iterations: at the beginning most moves. */
const spread = 1.3;
const leastSeconds = 1;
/** Samples take at most one part in so many of the time. */
const leastShare = 20;
const images = 36;
const [texts, tokens] = [2, 100];
/** The same each time: what is made of them differs by what was learned alone. */
const latentCodes = { seed: 1, temperature: 1, prompt: new Int32Array(), length: 0 };

interface Options {
  taskId: string;
  store: ArtifactAccess;
  /** How the data is read, and so how samples are written. */
  input: ModelInput;
  report(report: Report): void;
  signal: AbortSignal;
  /** Seconds between two looks at samples, at least. Default: 1. */
  everySeconds?: number;
}

/** A showcase for as long as a task learns. */
interface OpenShowcase extends Showcase {
  /** Resolves when all that was shown is reported. */
  settled(): Promise<void>;
  /** From now on nothing is reported. */
  close(): void;
}

export function createShowcase(options: Options): OpenShowcase {
  const { input, signal, everySeconds = leastSeconds } = options;
  let [earliest, nextIteration, projections, troubles] = [0, 1, 0, 0];
  let closed = false;
  let storing: Promise<void> = Promise.resolve();
  let isStoring = false;

  function report(what: Report): void {
    // The process may be at another task by now.
    if (!closed) options.report(what);
  }

  function tellTrouble(what: string, error: unknown): void {
    // A run that is stopped says so itself, at its next batch.
    if (signal.aborted) return;
    troubles++;
    const message = `The ${what} cannot be shown; training goes on without: ${String(error)}`;
    report({ type: 'log', level: 'warn', message });
  }

  async function showText({ epoch, step }: Moment, generate: Generate): Promise<void> {
    const texts = await writtenTexts(input, generate, signal);
    report({ type: 'samples', epoch, step, grid: null, texts });
  }

  async function showImages({ epoch, step }: Moment, generate: Generate): Promise<void> {
    const values = await generate({ ...latentCodes, count: images, signal });
    await storing;
    isStoring = true;
    storing = storeGrid(options, values)
      .then((grid) => report({ type: 'samples', epoch, step, grid, texts: [] }))
      .catch((error) => tellTrouble(`samples of epoch ${epoch}`, error))
      .finally(() => {
        isStoring = false;
      });
  }

  return {
    wantsSamples({ epoch, epochs }) {
      if (troubles >= mostTroubles) return false;
      const turns = (through: number) => Math.floor((through * mostSamples) / epochs);
      const isTurn = epochs <= mostSamples || turns(epoch) > turns(epoch - 1);
      if (epoch >= epochs) return true;
      // What keeps them may be away for a while.
      return isTurn && !isStoring && performance.now() >= earliest;
    },

    async showSamples(at, generate) {
      const started = performance.now();
      try {
        await (input.kind === 'text' ? showText(at, generate) : showImages(at, generate));
      } catch (error) {
        tellTrouble(`samples of epoch ${at.epoch}`, error);
      }
      const now = performance.now();
      earliest = now + Math.max(everySeconds * 1000, leastShare * (now - started));
    },

    showProjection(iteration, last, view) {
      const isTurn = iteration >= nextIteration && projections < mostProjections;
      if (troubles >= mostTroubles || (!isTurn && !last)) return;
      nextIteration = Math.max(iteration + 1, Math.ceil(iteration * spread));
      projections++;
      try {
        report({ type: 'projection', epoch: iteration, step: iteration, ...view() });
      } catch (error) {
        tellTrouble(`projection of iteration ${iteration}`, error);
      }
    },

    settled: () => storing,

    close() {
      closed = true;
    },
  };
}

async function writtenTexts(input: ModelInput, generate: Generate, signal: AbortSignal): Promise<string[]> {
  if (input.kind !== 'text') throw new Error('A model generates texts or images.');
  const written = await generate({ ...latentCodes, count: texts, length: tokens, signal });
  const text = (index: number) => decodeTokens(input.encoder, written.subarray(index * tokens, (index + 1) * tokens));
  return Array.from({ length: texts }, (_, index) => text(index));
}

async function storeGrid({ taskId, store, input }: Options, values: Float32Array): Promise<SampleGrid> {
  if (input.kind !== 'images') throw new Error('A model generates texts or images.');
  if (!values.every(Number.isFinite)) throw new Error('A pixel is not a number.');
  const { png, columns, rows } = await imageGrid(values, input.size);
  const { sha256 } = await putBytes(store, samplesPrefix(taskId), png);
  return { sha256, count: images, columns, rows };
}
