/** Predictions in this browser: the client of the engine's Web Worker, which is loaded on first use. */
import { type Predictor, Refused } from '../playground/engines/predictor.ts';
import type { Prediction, Sample } from '../playground/sample.ts';
import type { Ask, Reply, Stage } from './protocol.ts';
import { EngineTrouble, ServerOnly } from './refusals.ts';

interface Waiting {
  resolve(predictions: Prediction[]): void;
  reject(error: Error): void;
  onStage(stage: Stage): void;
}

/** One Web Worker for all models and pages, because starting it takes longer than a prediction. */
let engine: { ask(ask: Omit<Ask, 'id'>, onStage: Waiting['onStage']): Promise<Prediction[]> } | null = null;

function startEngine() {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'engine' });
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
    const one = waiting.get(data.id);
    if (!one) return;
    if ('stage' in data) return one.onStage(data.stage);
    waiting.delete(data.id);
    if ('predictions' in data) one.resolve(data.predictions);
    else one.reject(errorOf(data));
  });
  // Its script could not be loaded, or it crashed. The next request starts a new one.
  worker.addEventListener('error', (event) => {
    engine = null;
    worker.terminate();
    for (const { reject } of waiting.values()) reject(new EngineTrouble('engineLost', event.message ?? ''));
  });
  return {
    ask: (ask: Omit<Ask, 'id'>, onStage: Waiting['onStage']) =>
      new Promise<Prediction[]>((resolve, reject) => {
        const id = ++lastId;
        waiting.set(id, { resolve, reject, onStage });
        worker.postMessage({ id, ...ask } satisfies Ask);
      }),
  };
}

function errorOf(reply: Exclude<Reply, { stage: Stage } | { predictions: Prediction[] }>): Error {
  if ('invalid' in reply) return new Refused({ __typename: 'InvalidInput', ...reply.invalid });
  if ('serverOnly' in reply) return new ServerOnly(reply.serverOnly.reason, reply.serverOnly.message);
  if ('trouble' in reply) return new EngineTrouble(reply.trouble.kind, reply.trouble.message);
  return new Error(reply.failure);
}

/** @param model URL of the zip file of the model version */
export function createBrowserPredictor(model: string): Predictor {
  const listeners = new Set<() => void>();
  let stage: Stage | null = null;
  function onStage(next: Stage | null) {
    stage = next;
    for (const listener of listeners) listener();
  }
  async function ask(sample: Sample | null): Promise<Prediction[]> {
    engine ??= startEngine();
    try {
      return await engine.ask({ model, sample }, onStage);
    } catch (error) {
      onStage(null);
      throw error;
    }
  }
  return {
    async prepare() {
      if (stage?.name === 'ready') return;
      onStage({ name: 'engine' });
      await ask(null);
    },
    predict: (sample) => ask(sample),
    stage: () => stage,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
