/** Feeds the hub: hints, and a regular look at the table for those that got lost. */
import type { Hints } from '../database/hints.ts';
import type { Logger } from '../log.ts';
import { eventsChannel, type TaskEventHint } from '../tasks/event-log.ts';
import type { EventHub } from './hub.ts';

const refreshMilliseconds = 2000;

/** Starts to feed `hub`. Each time that it listens (again) the hub catches up from the log. Returns how to stop. */
export async function connectEventBus({
  hints,
  hub,
  log,
}: {
  hints: Hints;
  hub: EventHub;
  log: Logger;
}): Promise<{ close(): void }> {
  const refresh = () => hub.refresh().catch((error) => log.warn({ err: error }, 'could not look for new events'));
  const subscription = await hints.listen(
    eventsChannel,
    // The payload is written by appendEvents alone.
    (payload) => hub.notify(JSON.parse(payload) as TaskEventHint),
    refresh,
  );
  const timer = setInterval(refresh, refreshMilliseconds);
  return {
    close() {
      clearInterval(timer);
      subscription.unlisten();
    },
  };
}
