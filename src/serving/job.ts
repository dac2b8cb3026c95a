/** One request to a sandboxed process, and how it can end. */
import { z } from 'zod';
import { RateLimited } from '../errors.ts';
import type { ArtifactGrant } from '../sandbox/artifact-server.ts';
import type { Scratch } from '../sandbox/scratch.ts';
import { maxMessageLength, maxPlaceLength, shortenedText } from '../text.ts';

export interface Job<T> {
  /** Whose data it computes on. A process serves one organisation as long as it lives. */
  organizationId: string;
  /** What the process is sent; a function also puts files into its scratch folder first. */
  request: object | ((scratch: Scratch) => Promise<object>);
  grant: Pick<ArtifactGrant, 'reads' | 'writes'>;
  /** Size of the request in memory, approximately. */
  bytes: number;
  /** Aborted when the client is gone: a request that still waits is dropped. */
  signal?: AbortSignal | null | undefined;
  /**
   * Reads the answer, which is foreign data.
   * @param hasStored whether the process stored an artifact for this job
   * @throws ZodError for an answer that none of our programs gives; the process is ended
   */
  read(answer: unknown, hasStored: (key: string) => boolean): T;
}

/** Why a process ended before it answered. */
export type EndReason =
  /** It computed longer than a request may. */
  | 'time'
  /** It computed for long while other organisations waited for a process. */
  | 'contention'
  /** It needed more memory than a process may have. */
  | 'memory'
  /** It died by itself, or was killed from outside. */
  | 'death'
  /** It could not be started. */
  | 'start'
  /** It answered something that none of our programs answers. */
  | 'nonsense'
  /** The pool was stopped. */
  | 'stop';

/** The request was ended together with its process. */
export class JobEnded extends Error {
  readonly reason: EndReason;

  constructor(reason: EndReason) {
    super(`A sandboxed process was ended before it answered (${reason}).`);
    this.reason = reason;
  }
}

/** The client is gone. */
export class JobAborted extends Error {}

/** What a request may have brought upon its process itself. */
export type OwnEnd = Extract<EndReason, 'time' | 'memory' | 'death' | 'nonsense'>;

/**
 * What a client is told of a request that failed.
 * @param ownRefusal names the argument or the file that was too much; the end itself where it can only be a defect
 */
export function refusalOf(error: unknown, ownRefusal: (ended: JobEnded, end: OwnEnd) => Error): unknown {
  // A client that has left is no defect in the log; only one whose gateway stops reads this.
  if (error instanceof JobAborted) return new RateLimited(1, 'The request was dropped before it was computed.');
  if (!(error instanceof JobEnded)) return error;
  switch (error.reason) {
    case 'time':
    case 'memory':
    case 'death':
    case 'nonsense':
      return ownRefusal(error, error.reason);
    case 'contention':
      return new RateLimited(10, 'The request computed for long while others waited for a process, and was ended.');
    case 'start':
      return new RateLimited(10, 'No process could be started for the request.');
    case 'stop':
      return new RateLimited(1, 'The gateway stopped while the request was computed.');
  }
}

const message = shortenedText(maxMessageLength);
const place = shortenedText(maxPlaceLength);

/** What processes answer: a result, which the job's `read` checks, or how it failed. */
export const answerSchema = z.union([
  z.object({ id: z.number().int(), result: z.unknown() }),
  /** An argument of the client's is wrong. */
  z.object({ id: z.number().int(), invalid: z.object({ field: place, message }) }),
  /** A file's content is not what it should be. */
  z.object({ id: z.number().int(), refused: z.object({ message, location: place.nullable() }) }),
  /** It needs more memory than there is; the process is of no more use. */
  z.object({ id: z.number().int(), exhausted: z.literal(true) }),
  /** A defect, with its stack. */
  z.object({ id: z.number().int(), failure: message }),
]);
export type ProcessAnswer = z.infer<typeof answerSchema>;

export const readySchema = z.object({ type: z.literal('ready') });
