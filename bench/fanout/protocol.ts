/** Messages between the benchmark, its server and its clients, over Node's IPC channel. */

export type ToServer =
  | { type: 'publish'; count: number; perSecond: number | null }
  /** Measures after a garbage collection. */
  | { type: 'measure' };

export type FromServer =
  | { type: 'ready'; url: string }
  | { type: 'published' }
  | { type: 'usage'; residentBytes: number; cpuSeconds: number; subscriptions: number };

/** How fast a client reads: `slow` reads a kilobyte per second. */
export type ReadRate = 'normal' | 'never' | 'slow';

export type ToClients =
  | { type: 'connect'; count: number; pace: ReadRate }
  /** The reply is `received`, when every normal client has received everything up to `seq`. */
  | { type: 'expect'; seq: number; deadlineMilliseconds: number }
  | { type: 'report' };

export type FromClients =
  | { type: 'connected' }
  /** `atMs` is a time of the monotonic clock; null if some clients did not receive everything in time. */
  | { type: 'received'; atMs: number | null }
  | {
      type: 'report';
      /** Events that normal clients received out of order, or not at all. */
      wrong: number;
      closed: number;
      /** Milliseconds from publishing to a normal client: a sorted sample. */
      latencies: number[];
      /** The last position that the slow client has read, and its errors. */
      slow: { seq: number; wrong: number } | null;
    };
