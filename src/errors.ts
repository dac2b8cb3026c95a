/**
 * Expected errors that a caller can handle. Each is a GraphQL type of the same name (see graphql/errors.ts). Any other error is a
 * defect: it is logged once with an id, and the client receives only that id.
 */
import type { ErrorCode } from './shared/error-codes.ts';

/** Base of every expected error. */
export abstract class AiasError extends Error {
  abstract readonly code: ErrorCode;
  /** Segments of the path of the invalid argument; null when no single argument is invalid. */
  readonly path: readonly string[] | null = null;

  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** An argument is invalid. `field` is its path in the input ("parameters.cnn.filters"); `message` says how to fix it. */
export class InvalidInput extends AiasError {
  readonly code = 'INVALID_INPUT';
  readonly field: string;
  override readonly path: readonly string[];

  constructor(field: string, message: string) {
    super(message);
    this.field = field;
    this.path = field.split('.');
  }
}

/** The resource does not exist or is not visible to the viewer. */
export class NotFound extends AiasError {
  readonly code = 'NOT_FOUND';
}

/** The viewer can see the resource, but their role does not allow the operation. */
export class Forbidden extends AiasError {
  readonly code = 'FORBIDDEN';
}

/** The caller is not signed in. */
export class Unauthenticated extends AiasError {
  readonly code = 'UNAUTHENTICATED';

  constructor(message = 'Sign in first: send the session cookie or an "Authorization: Bearer <token>" header.') {
    super(message);
  }
}

/** The state of the resource does not allow the operation ("a task that SUCCEEDED cannot be cancelled"). */
export class Conflict extends AiasError {
  readonly code = 'CONFLICT';
  /** IDs of the tasks that block the operation. Empty when the conflict has another cause. */
  readonly blockingTaskIds: readonly string[];

  constructor(message: string, taskIds: readonly string[] = []) {
    super(message);
    this.blockingTaskIds = taskIds;
  }
}

/** The username is already taken. */
export class UsernameTaken extends AiasError {
  readonly code = 'USERNAME_TAKEN';
}

/** The username is unknown or the password is wrong. One error for both, so that it does not reveal which usernames exist. */
export class InvalidCredentials extends AiasError {
  readonly code = 'INVALID_CREDENTIALS';

  constructor() {
    super('The username or the password is wrong.');
  }
}

/** The caller made too many or too expensive requests. `retryAfter` is in whole seconds. */
export class RateLimited extends AiasError {
  readonly code = 'RATE_LIMITED';
  readonly retryAfter: number;

  /** @param reason sentence that precedes the advice to retry */
  constructor(retryAfter: number, reason = 'Too many requests.') {
    super(`${reason} Try again in ${retryAfter} s.`);
    this.retryAfter = retryAfter;
  }
}

/**
 * A dependency of the platform is unavailable, and the same request may succeed later. Every operation can fail this way, so it
 * is in no result union but a GraphQL error with this code in its extensions.
 */
export class Unavailable extends AiasError {
  readonly code = 'UNAVAILABLE';
  /** Time to wait before retrying, in whole seconds. */
  readonly retryAfter = 1;
}

/**
 * The content of a file violates its format. `location` is the line ("line 17") or the archive entry ("cats/3.jpg").
 * Ingestion turns this error into the dataset's rejection; it never reaches GraphQL as an error.
 */
export class InvalidData extends AiasError {
  readonly code = 'INVALID_DATA';
  readonly location: string | null;

  constructor(message: string, location: string | null = null) {
    super(message);
    this.location = location;
  }
}

/** Returns the only result of a read of one key, or throws it if it is an error. */
export function onlyResult<Value>([result]: readonly (Value | Error)[]): Value {
  if (result instanceof Error) throw result;
  return result as Value; // there is one result per key
}

/** The settings are invalid. Ends the process with exit code 2. */
export class InvalidConfiguration extends AiasError {
  readonly code = 'INVALID_CONFIGURATION';
}

/** A child process has already reported an invalid setting on stderr. Ends this process with exit code 2 as well. */
export class AlreadyReported extends InvalidConfiguration {}
