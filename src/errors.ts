/**
 * The errors that a caller can expect and act on. Every one is a GraphQL type of the same name (see graphql/errors.ts);
 * anything else that is thrown is a defect: it is logged once with an id, and the client sees only that id.
 */

/** Base of every expected error. `code` is the GraphQL type's name. */
export abstract class AiasError extends Error {
  abstract readonly code: string;

  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** One argument is wrong. `field` is its path in the input ("parameters.cnn.filters"), `message` says what would be right. */
export class InvalidInput extends AiasError {
  readonly code = 'InvalidInput';
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

/** The thing does not exist, or the viewer may not know that it does. */
export class NotFound extends AiasError {
  readonly code = 'NotFound';
}

/** The viewer sees the thing but lacks the role for this. */
export class Forbidden extends AiasError {
  readonly code = 'Forbidden';
}

/** Nobody is signed in. */
export class Unauthenticated extends AiasError {
  readonly code = 'Unauthenticated';

  constructor(message = 'Sign in first: send the session cookie or an "Authorization: Bearer <token>" header.') {
    super(message);
  }
}

/** The thing is not in a state that allows this ("a task that SUCCEEDED cannot be cancelled"). */
export class Conflict extends AiasError {
  readonly code = 'Conflict';
  /** Tasks that stand in the way, if it is tasks. */
  readonly taskIds: readonly string[];

  constructor(message: string, taskIds: readonly string[] = []) {
    super(message);
    this.taskIds = taskIds;
  }
}

/** The user name belongs to somebody. */
export class UsernameTaken extends AiasError {
  readonly code = 'UsernameTaken';
}

/** Unknown user or wrong password: deliberately the same. */
export class InvalidCredentials extends AiasError {
  readonly code = 'InvalidCredentials';

  constructor() {
    super('The username or the password is wrong.');
  }
}

/** Too many requests, or too heavy ones; `retryAfter` is in whole seconds. */
export class RateLimited extends AiasError {
  readonly code = 'RateLimited';
  readonly retryAfter: number;

  /** @param why a sentence, before what to do */
  constructor(retryAfter: number, why = 'Too many requests.') {
    super(`${why} Try again in ${retryAfter} s.`);
    this.retryAfter = retryAfter;
  }
}

/**
 * What the platform stands on is away; the same request may succeed later. No union has it, since every operation can meet it: it
 * is a GraphQL error with this code in its extensions.
 */
export class Unavailable extends AiasError {
  readonly code = 'Unavailable';
  /** In whole seconds. */
  readonly retryAfter = 1;
}

/**
 * A file's content is not what its format requires. `location` names the line ("line 17") or the entry ("cats/3.jpg").
 * Ingestion turns it into the dataset's rejection; it never reaches GraphQL as an error.
 */
export class InvalidData extends AiasError {
  readonly code = 'InvalidData';
  readonly location: string | null;

  constructor(message: string, location: string | null = null) {
    super(message);
    this.location = location;
  }
}

/** The platform was started with settings that cannot work. Ends the process with exit code 2. */
export class InvalidConfiguration extends AiasError {
  readonly code = 'InvalidConfiguration';
}

/** A part of the platform, in a process of its own, has said on stderr which setting cannot work. Ends this process with exit code 2, too. */
export class AlreadyReported extends InvalidConfiguration {}
