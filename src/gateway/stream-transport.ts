/** What the transports of streams (WebSocket, server-sent events) share. */
import type { GraphQLContext } from '../graphql/context.ts';
import type { Admit } from '../graphql/cost/plugin.ts';
import type { RevocationReason } from '../live/access-watch.ts';
import type { BroadcastHub } from '../live/broadcast.ts';
import type { Connections } from './http/connections.ts';
import type { ResolveDocument } from './trusted-documents.ts';

/** Calls `onRevoked` once when the context's viewer loses access. Returns a function that stops watching. */
export type WatchAccess = (context: GraphQLContext, onRevoked: (reason: RevocationReason) => void) => () => void;

export interface StreamTransportOptions {
  connections: Connections;
  broadcasts: BroadcastHub;
  admit: Admit;
  resolveDocument: ResolveDocument;
  trustedProxies: number;
  watchAccess: WatchAccess;
}

/** Maximum size of a client's send buffer while it receives broadcast frames. Sending pauses while more is buffered. */
export const maxBufferedBytes = 64 * 2 ** 10;
