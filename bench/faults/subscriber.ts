/** A subscriber that writes down everything it is sent, and whatever happens comes back to go on where it was. */
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const [firstWait, longestWait] = [50, 1000];
const pingMilliseconds = 2000;
const pongMilliseconds = 3000;

/**
 * What is followed, by the API's ids: a task from its beginning, or an organisation from after a cursor, whose `position` in the
 * organisation's log is told besides.
 */
export type Stream = { taskId: string } | { organizationId: string; after: string; position: number };

export interface SeenEvent {
  /** Of the task, by its uuid. */
  taskId: string;
  seq: number;
  attempt: number;
  type: string;
  /** To come back with. */
  cursor: string;
  /** Milliseconds since 1970, with fractions. */
  arrived: number;
}

export interface Recording {
  /** Who wrote it down. */
  name: string;
  stream: Stream;
  events: SeenEvent[];
  /** Times that a stream of a task was completed before the task had ended. */
  earlyEnds: number;
}

export interface Subscriber {
  readonly recording: Recording;
  /** The task that it follows has ended. */
  readonly ended: boolean;
  close(): Promise<void>;
}

interface SentEvent {
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

/** @param url of the gateway: the subscriber stays with it */
export function subscribe(url: string, token: string, stream: Stream, name: string): Subscriber {
  const client = patientClient(url, token);
  const recording: Recording = { name, stream, events: [], earlyEnds: 0 };
  const ofTask = 'taskId' in stream;
  // Sent anew with each connection, as they are by then.
  const variables = {
    id: ofTask ? stream.taskId : stream.organizationId,
    after: ofTask ? null : stream.after,
  };
  let [closed, ended] = [false, false];

  function take({ __typename: type, cursor, taskId, seq, attempt, to }: SentEvent): void {
    const arrived = performance.timeOrigin + performance.now();
    recording.events.push({ taskId: uuidOf(taskId), seq, attempt, type, cursor, arrived });
    variables.after = cursor;
    ended = ofTask && ['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(to ?? '');
  }

  /** Until the stream ends. A refusal counts as an end: the gateway's database may be away. */
  function followOnce(): Promise<void> {
    const query = ofTask ? operations.task : operations.organization;
    return new Promise((resolve) => {
      client.subscribe<{ event: SentEvent }>(
        { query, variables },
        {
          next: ({ data }) => data && take(data.event),
          error: () => resolve(),
          complete() {
            if (!ended && !closed) recording.earlyEnds++;
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
      // Whoever cannot connect at this moment has nothing to close.
      await client.dispose()?.catch(() => undefined);
      await following;
    },
  };
}

/**
 * `ws` hands over what arrives on a socket that is being closed, and graphql-ws takes it for the next connection's: events would come
 * twice. A browser's socket is deaf by then.
 */
class LikeInBrowsers extends WebSocket {
  override emit(event: string, ...values: unknown[]): boolean {
    return (event !== 'message' || this.readyState === WebSocket.OPEN) && super.emit(event, ...values);
  }
}

/** Reconnects for ever, and does not believe a silent connection. */
function patientClient(url: string, token: string) {
  let pong: NodeJS.Timeout | undefined;
  const client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: LikeInBrowsers,
    connectionParams: { token },
    lazy: false,
    onNonLazyError: () => undefined, // it is tried again
    connectionAckWaitTimeout: pongMilliseconds,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: (retries) => delay(Math.min(firstWait * 2 ** retries, longestWait) * (0.5 + Math.random())),
    keepAlive: pingMilliseconds,
    on: {
      ping(received) {
        if (!received) pong = setTimeout(() => client.terminate(), pongMilliseconds);
      },
      pong(received) {
        if (received) clearTimeout(pong);
      },
      closed: () => clearTimeout(pong),
    },
  });
  return client;
}

/** Of the API's global id. */
export function uuidOf(globalId: string): string {
  return Buffer.from(globalId, 'base64').toString('utf8').split(':')[1] ?? '';
}
