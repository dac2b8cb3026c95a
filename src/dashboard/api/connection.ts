/** Whether the WebSocket is connected, as a store for components. */
import { useSyncExternalStore } from 'react';

export type Connection = 'connecting' | 'live' | 'offline';

let current: Connection = 'connecting';
const listeners = new Set<() => void>();

export function setConnection(next: Connection): void {
  if (next === current) return;
  current = next;
  for (const listener of listeners) listener();
}

export const useConnection = (): Connection =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
