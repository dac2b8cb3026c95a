/** Feeds the hub with hints, and with periodic reads of the table that make up for lost hints. */
import type { Hints } from '../database/hints.ts';
import type { Logger } from '../log.ts';
import { eventsChannel, type TaskEventHint } from '../tasks/events/event-log.ts';
import type { EventHub } from './hub.ts';

const refreshMs = 2000;

/** Starts feeding `hub`. Whenever listening starts or resumes, the hub catches up from the log. */
export async function connectEventBus({
  hints,
  hub,
  log,
}: {
  hints: Hints;
  hub: EventHub;
  log: Logger;
}): Promise<{ close(): void }> {
  const refresh = () => hub.refresh().catch((error) => log.warn({ err: error }, 'could not read new events; retrying'));
  const subscription = await hints.listen(
    eventsChannel,
    // Only appendEvents writes the payload.
    (payload) => hub.notify(JSON.parse(payload) as TaskEventHint),
    refresh,
  );
  const timer = setInterval(refresh, refreshMs);
  return {
    close() {
      clearInterval(timer);
      subscription.unlisten();
    },
  };
}
