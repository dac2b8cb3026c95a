/** One subscriber's stream of the events of an organization's tasks, over a socket that is reopened when it breaks. */
import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient } from '../../src/demo/client.ts';

const reopenMs = 50;
const subscription = `subscription ($organizationId: ID!) {
  organizationEvents(organizationId: $organizationId) {
    __typename taskId at
    ... on TaskStateChanged { to }
  }
}`;

export interface TaskEvent {
  __typename: string;
  taskId: string;
  at: string;
  /** The task's new state, if the event is a state change. */
  to?: string;
}

export interface EventStream {
  /** Calls `listener` for every event. Returns a function that removes it. */
  listen(listener: (event: TaskEvent) => void): () => void;
  /** Closes the client. Resolves when the stream has ended. */
  close(): Promise<void>;
}

export function followEvents(client: ApiClient, organizationId: string): EventStream {
  const listeners = new Set<(event: TaskEvent) => void>();
  let isOpen = true;
  const onEvent = ({ organizationEvents }: { organizationEvents: TaskEvent }) => {
    for (const listener of listeners) listener(organizationEvents);
  };
  async function follow(): Promise<void> {
    while (isOpen) {
      const ended = client.subscribe(subscription, { organizationId }, onEvent);
      await ended.catch(() => delay(reopenMs)); // launches that miss events report it
    }
  }
  const following = follow();
  return {
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      isOpen = false;
      await client.close();
      await following;
    },
  };
}
