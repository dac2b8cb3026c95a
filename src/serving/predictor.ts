/**
 * Online prediction. Tensor work is synchronous, so it is done in a process of its own: the gateway's event loop, and with
 * it every live stream, goes on while a model computes. The process starts with the first prediction and is replaced when it
 * dies; it keeps the models that were used last in memory.
 */
import type { ChildProcess } from 'node:child_process';
import { InvalidData, InvalidInput } from '../errors.ts';
import type { GenerateOptions } from '../learning/model.ts';
import type { Logger } from '../log.ts';
import type { Answer } from '../models/answer.ts';
import type { Imported, ImportOptions } from '../models/imported.ts';
import { forkBound } from '../process.ts';
import type { Samples } from './samples.ts';

export interface PredictionRequest {
  artifactKey: string;
  samples: Samples;
}

export interface GenerationRequest {
  artifactKey: string;
  options: Omit<GenerateOptions, 'prompt' | 'signal'> & { prompt: string | null };
}

export interface Generated {
  /** What was written after the prompt; empty for images. */
  texts: string[];
  /** PNG as data URLs; empty for texts. */
  images: string[];
  /** All images in one. */
  grid: string | null;
}

export interface ImportRequest {
  /** Of the archive, on this machine. */
  path: string;
  options: ImportOptions;
}

/** Told apart by what they name: an artifact, or a file. */
export type Request = PredictionRequest | GenerationRequest | ImportRequest;
export type ToPredictor = Request & { id: number };

export type FromPredictor = { id: number } & (
  | { answers: Answer[] }
  | { generated: Generated }
  | { imported: Imported }
  | { refused: { message: string; location: string | null } }
  | { invalid: { field: string; message: string } }
  | { failure: string }
);

/** How to start the process: app.ts knows. */
export interface PredictorCommand {
  modulePath: string;
  args: string[];
  execArgv: string[];
  env: Record<string, string | undefined>;
}

const longestAnswerMilliseconds = 60_000;

export interface Predictor {
  /** @throws InvalidInput naming the sample and what is wrong with it */
  predict(request: PredictionRequest): Promise<Answer[]>;
  /** @throws InvalidInput when the model generates nothing, or not so */
  generate(request: GenerationRequest): Promise<Generated>;
  /** Reads an archive, tries its network out and stores it. @throws InvalidData naming what is wrong with it */
  import(request: ImportRequest): Promise<Imported>;
  stop(): void;
}

export function createPredictor({ command, log }: { command: PredictorCommand; log: Logger }): Predictor {
  const waiting = new Map<number, { resolve(message: FromPredictor): void; reject(error: Error): void }>();
  let child: ChildProcess | null = null;
  let lastId = 0;

  function start(): ChildProcess {
    const { modulePath, args, execArgv, env } = command;
    const started = forkBound(modulePath, args, {
      execArgv,
      env,
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    started.on('message', (value) => {
      const message = value as FromPredictor; // predictor-process.ts sends nothing else
      waiting.get(message.id)?.resolve(message);
    });
    started.once('exit', (code, signal) => {
      if (child === started) child = null;
      if (waiting.size > 0) log.error({ code, signal }, 'the predictor process died');
      for (const { reject } of waiting.values()) reject(new PredictorLost('The predictor process died.'));
    });
    return started;
  }

  async function ask(request: Request): Promise<FromPredictor> {
    const id = ++lastId;
    child ??= start();
    const target = child;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<FromPredictor>((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        timer = setTimeout(() => {
          reject(new PredictorLost('The prediction took too long.'));
          target.kill('SIGKILL'); // whatever it is stuck in, the next one shall not wait behind it
        }, longestAnswerMilliseconds);
        target.send({ id, ...request }, (error) => error && reject(error));
      });
    } finally {
      clearTimeout(timer);
      waiting.delete(id);
    }
  }

  return {
    async predict(request) {
      const message = await ask(request);
      if ('answers' in message) return message.answers;
      throw refusal(message);
    },
    async generate(request) {
      const message = await ask(request);
      if ('generated' in message) return message.generated;
      throw refusal(message);
    },
    async import(request) {
      try {
        const message = await ask(request);
        if ('imported' in message) return message.imported;
        if ('refused' in message) throw new InvalidData(message.refused.message, message.refused.location);
        throw refusal(message);
      } catch (error) {
        if (!(error instanceof PredictorLost)) throw error;
        throw new InvalidData('Trying the network out took more memory or time than there is.');
      }
    },
    stop() {
      child?.kill('SIGKILL');
    },
  };
}

/** The process that was asked is gone. */
class PredictorLost extends Error {}

function refusal(message: FromPredictor): Error {
  if ('invalid' in message) return new InvalidInput(message.invalid.field, message.invalid.message);
  return new Error('failure' in message ? message.failure : 'The predictor answered something else.');
}

/** What a bad sample is called towards the client. */
export function invalidSample(error: unknown): { field: string; message: string } | null {
  if (error instanceof InvalidInput) return { field: error.field, message: error.message };
  if (error instanceof InvalidData) return { field: error.location ?? 'input.images', message: error.message };
  return null;
}
