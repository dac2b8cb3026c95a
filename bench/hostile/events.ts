/** The events of an organisation's tasks as one subscriber sees them, over one socket that is opened again when it breaks. */
import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient } from '../../src/demo/client.ts';

const reopenMilliseconds = 50;
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
  /** State that the task went into, where that is what happened. */
  to?: string;
}

export interface EventStream {
  /** Calls `listener` for every event. Returns how to stop. */
  listen(listener: (event: TaskEvent) => void): () => void;
  /** Resolves when the stream has ended, after its client was closed. */
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
      await ended.catch(() => delay(reopenMilliseconds)); // launches that miss their events say so
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
