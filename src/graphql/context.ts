/**
 * The context of every resolver. This layer is below the features and must not import them: each feature adds itself by
 * declaration merging, in its own schema.ts:
 *
 *   declare module '../graphql/context.ts' {
 *     interface Services { datasets: DatasetService }
 *   }
 */
import type { Logger } from '../log.ts';

/** Services by feature. */
export interface Services {
  links: Links;
}

/** Builds public URLs of routes other than GraphQL. */
export interface Links {
  modelVersion(versionId: string): string;
  predictions(taskId: string): string;
  /** URL of a preview image, by the SHA-256 of its content. */
  samples(taskId: string, sha256: string): string;
}

/** The signed-in user; accounts/schema.ts declares the other members. */
export interface SignedInViewer {
  userId: string;
}

export interface GraphQLContext {
  /** Null when the caller is not signed in. */
  viewer: SignedInViewer | null;
  /** Secret of the session, as sent with the request. It may be invalid. */
  token: string | null;
  /** Id of the session, not its secret; null when the caller is not signed in. */
  sessionId: string | null;
  requestId: string;
  /** Address of the client; null when unknown. */
  address: string | null;
  /** Aborts when the client disconnects; absent when there is none, as in tests. */
  signal?: AbortSignal;
  log: Logger;
  services: Services;
  /** Sets the session cookie of a browser; null deletes it. Does nothing on a socket. */
  setSessionCookie(session: { token: string; expiresAt: Date } | null): void;
}
