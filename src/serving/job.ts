/** A request to a sandboxed process, and its possible outcomes. */
import { z } from 'zod';
import { RateLimited } from '../errors.ts';
import type { ArtifactGrant } from '../sandbox/artifact-server.ts';
import type { Scratch } from '../sandbox/scratch.ts';
import { maxMessageLength, maxPlaceLength, shortenedText } from '../text.ts';

export interface Job<T> {
  /** Owner of the data. A process serves one organization for its whole lifetime. */
  organizationId: string;
  /** Message to the process. A function can first put files into the process's scratch folder. */
  request: object | ((scratch: Scratch) => Promise<object>);
  grant: Pick<ArtifactGrant, 'reads' | 'writes'>;
  /** Approximate size of the request in memory. */
  bytes: number;
  /** Aborted when the client disconnects. A request that is still waiting is then dropped. */
  signal?: AbortSignal | null | undefined;
  /**
   * Parses the response, which is untrusted.
   * @param hasStored returns whether the process stored an artifact for this job
   * @throws ZodError for a response that the platform's own code never sends; the process is then killed
   */
  read(response: unknown, hasStored: (key: string) => boolean): T;
}

/** Why a process ended before it responded. */
export type EndReason =
  /** The request exceeded its time limit. */
  | 'time'
  /** The request computed for long while other organizations waited for a process. */
  | 'contention'
  /** The process exceeded its memory limit. */
  | 'memory'
  /** The process crashed, or was killed from outside. */
  | 'death'
  /** The process could not be started. */
  | 'start'
  /** The process sent a response that the platform's own code never sends. */
  | 'nonsense'
  /** The pool was stopped. */
  | 'stop';

/** The request ended because its process did. */
export class JobEnded extends Error {
  readonly reason: EndReason;

  constructor(reason: EndReason) {
    super(`A sandboxed process ended before it responded (${reason}).`);
    this.reason = reason;
  }
}

/** The client disconnected. */
export class JobAborted extends Error {}

/** Reasons that the request itself may have caused. */
export type OwnEnd = Extract<EndReason, 'time' | 'memory' | 'death' | 'nonsense'>;

/**
 * Converts the failure of a request into an error for the client.
 * @param toClientError returns an error that names the argument or file at fault, or `ended` itself when it can only be a defect
 */
export function refusalOf(error: unknown, toClientError: (ended: JobEnded, end: OwnEnd) => Error): unknown {
  // A disconnected client is not logged as a defect. Only a client of a stopping gateway receives this error.
  if (error instanceof JobAborted) return new RateLimited(1, 'The request was canceled before it started.');
  if (!(error instanceof JobEnded)) return error;
  switch (error.reason) {
    case 'time':
    case 'memory':
    case 'death':
    case 'nonsense':
      return toClientError(error, error.reason);
    case 'contention':
      return new RateLimited(
        10,
        'The request was stopped because it ran for long while others were waiting for a process.',
      );
    case 'start':
      return new RateLimited(10, 'No process could be started for the request.');
    case 'stop':
      return new RateLimited(1, 'The gateway stopped while the request was running.');
  }
}

const message = shortenedText(maxMessageLength);
const location = shortenedText(maxPlaceLength);

/** Response of a process: a result, which the job's `read` validates, or a failure. */
export const answerSchema = z.union([
  z.object({ id: z.number().int(), result: z.unknown() }),
  /** An argument of the client is invalid. */
  z.object({ id: z.number().int(), invalid: z.object({ field: location, message }) }),
  /** The content of a file is invalid. */
  z.object({ id: z.number().int(), refused: z.object({ message, location: location.nullable() }) }),
  /** Memory is exhausted, and the process can no longer be used. */
  z.object({ id: z.number().int(), exhausted: z.literal(true) }),
  /** Stack trace of a defect. */
  z.object({ id: z.number().int(), failure: message }),
]);
export type ProcessAnswer = z.infer<typeof answerSchema>;

export const readySchema = z.object({ type: z.literal('ready') });
