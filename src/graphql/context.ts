/**
 * What every resolver gets. This floor lies below the features, so it may not name them: each feature adds itself here by
 * declaration merging, in its own schema.ts:
 *
 *   declare module '../graphql/context.ts' {
 *     interface Services { datasets: DatasetService }
 *   }
 */
import type { Logger } from '../log.ts';

/** Use-cases by feature. */
export interface Services {
  links: Links;
}

/** Addresses that are not GraphQL, as clients reach them. */
export interface Links {
  modelVersion(versionId: string): string;
  predictions(taskId: string): string;
  /** An image of samples, by the hash of its bytes. */
  samples(taskId: string, sha256: string): string;
}

/** Who is signed in; accounts/schema.ts says what that is. */
// biome-ignore lint/suspicious/noEmptyInterface: accounts fills it
export interface SignedInViewer {}

export interface GraphQLContext {
  /** Null when nobody is signed in. */
  viewer: SignedInViewer | null;
  /** The secret of the session that the request came with. */
  token: string | null;
  /** Names that session, if it is one; not its secret. */
  sessionId: string | null;
  requestId: string;
  /** Where the request came from; null when it is not known. */
  address: string | null;
  /** Aborted when the client is gone; absent where the transport does not tell. */
  signal?: AbortSignal;
  log: Logger;
  services: Services;
  /** Sets the session cookie of a browser; null takes it away. Does nothing on a socket. */
  setSession(session: { token: string; expiresAt: Date } | null): void;
}
