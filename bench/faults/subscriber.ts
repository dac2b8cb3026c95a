/** A subscriber that records every event, and after any failure resumes from its cursor. */
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const [firstWait, longestWait] = [50, 1000];
const pingMs = 2000;
const pongMs = 3000;

/**
 * The stream to follow, by the API's ids: a task's events from the beginning, or an organization's events after a cursor, which
 * is at `position` of the organization's log.
 */
export type Stream = { taskId: string } | { organizationId: string; after: string; position: number };

export interface SeenEvent {
  /** Uuid of the task. */
  taskId: string;
  seq: number;
  attempt: number;
  type: string;
  /** Cursor to resume from. */
  cursor: string;
  /** Milliseconds since 1970, with fractions. */
  arrivedAt: number;
}

export interface Recording {
  /** Name of the subscriber. */
  name: string;
  stream: Stream;
  events: SeenEvent[];
  /** Number of times that a task's stream completed before the task had ended. */
  prematureCompletions: number;
}

export interface Subscriber {
  readonly recording: Recording;
  /** Whether the task that it follows has ended. */
  readonly ended: boolean;
  close(): Promise<void>;
}

interface ReceivedEvent {
  __typename: string;
  cursor: string;
  taskId: string;
  seq: number;
  attempt: number;
  to?: string;
}

const fields = '__typename cursor taskId seq attempt ... on TaskStateChanged { to }';
const operations = {
  task: `subscription ($id: ID!, $after: String) { event: taskEvents(taskId: $id, after: $after) { ${fields} } }`,
  organization: `subscription ($id: ID!, $after: String) {
    event: organizationEvents(organizationId: $id, after: $after) { ${fields} }
  }`,
};

/** @param url of the gateway, which the subscriber never changes */
export function subscribe(url: string, token: string, stream: Stream, name: string): Subscriber {
  const client = createReconnectingClient(url, token);
  const recording: Recording = { name, stream, events: [], prematureCompletions: 0 };
  const ofTask = 'taskId' in stream;
  // The client sends the variables again with each connection, with their values at that time.
  const variables = {
    id: ofTask ? stream.taskId : stream.organizationId,
    after: ofTask ? null : stream.after,
  };
  let [closed, ended] = [false, false];

  function record({ __typename: type, cursor, taskId, seq, attempt, to }: ReceivedEvent): void {
    const arrivedAt = performance.timeOrigin + performance.now();
    recording.events.push({ taskId: uuidOf(taskId), seq, attempt, type, cursor, arrivedAt: arrivedAt });
    variables.after = cursor;
    ended = ofTask && ['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(to ?? '');
  }

  /** Resolves when the stream ends. A rejection counts as an end: the gateway's database may be unavailable. */
  function followOnce(): Promise<void> {
    const query = ofTask ? operations.task : operations.organization;
    return new Promise((resolve) => {
      client.subscribe<{ event: ReceivedEvent }>(
        { query, variables },
        {
          next: ({ data }) => data && record(data.event),
          error: () => resolve(),
          complete() {
            if (!ended && !closed) recording.prematureCompletions++;
            resolve();
          },
        },
      );
    });
  }

  async function follow(): Promise<void> {
    for (; !closed && !ended; await delay(firstWait)) await followOnce();
  }
  const following = follow();

  return {
    recording,
    get ended() {
      return ended;
    },
    async close() {
      closed = true;
      // A client that cannot connect at this moment has nothing to close.
      await client.dispose()?.catch(() => undefined);
      await following;
    },
  };
}

/**
 * `ws` still delivers messages on a closing socket, and graphql-ws would attribute them to the next connection, so events would
 * arrive twice. Browsers drop them.
 */
class BrowserLikeWebSocket extends WebSocket {
  override emit(event: string, ...values: unknown[]): boolean {
    return (event !== 'message' || this.readyState === WebSocket.OPEN) && super.emit(event, ...values);
  }
}

/** Reconnects forever, and closes connections that do not answer pings. */
function createReconnectingClient(url: string, token: string) {
  let pong: NodeJS.Timeout | undefined;
  const client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: BrowserLikeWebSocket,
    connectionParams: { token },
    lazy: false,
    onNonLazyError: () => undefined, // the client retries
    connectionAckWaitTimeout: pongMs,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: (retries) => delay(Math.min(firstWait * 2 ** retries, longestWait) * (0.5 + Math.random())),
    keepAlive: pingMs,
    on: {
      ping(received) {
        if (!received) pong = setTimeout(() => client.terminate(), pongMs);
      },
      pong(received) {
        if (received) clearTimeout(pong);
      },
      closed: () => clearTimeout(pong),
    },
  });
  return client;
}

/** Extracts the uuid from a global id of the API. */
export function uuidOf(globalId: string): string {
  return Buffer.from(globalId, 'base64').toString('utf8').split(':')[1] ?? '';
}
