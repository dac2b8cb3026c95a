/** What the benchmark, its server and its clients say to each other, over Node's IPC channel. */

export type ToServer =
  | { type: 'publish'; count: number; perSecond: number | null }
  /** After a collection of garbage. */
  | { type: 'measure' };

export type FromServer =
  | { type: 'ready'; url: string }
  | { type: 'published' }
  | { type: 'usage'; residentBytes: number; cpuSeconds: number; subscriptions: number };

/** How a client reads what it is sent. */
export type Pace = 'healthy' | 'never' | 'kilobyteASecond';

export type ToClients =
  | { type: 'connect'; count: number; pace: Pace }
  /** Answer with `received` when every healthy one has everything up to here. */
  | { type: 'expect'; seq: number; deadlineMilliseconds: number }
  | { type: 'report' };

export type FromClients =
  | { type: 'connected' }
  /** `atMilliseconds` is of the monotonic clock; null: some never got it. */
  | { type: 'received'; atMilliseconds: number | null }
  | {
      type: 'report';
      /** Of healthy ones: events that came out of order, or not at all. */
      wrong: number;
      closed: number;
      /** Milliseconds from publishing to a client, of healthy ones: sorted samples. */
      latencies: number[];
      /** Of the one that reads a kilobyte a second: how far it came, and what was wrong on the way. */
      slow: { seq: number; wrong: number } | null;
    };
