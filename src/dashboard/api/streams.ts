/** Subscriptions of the API client, which the cache applies to what it holds. They resume after a lost connection. */
import { subscriptionExchange, type TypedDocumentNode } from 'urql';
import type { OrganizationEventsSubscription, OrganizationEventsSubscriptionVariables } from './generated.ts';
import { follow } from './socket.ts';

type Event = OrganizationEventsSubscription['organizationEvents'];

const progressMilliseconds = 250;

export const streams = subscriptionExchange({
  forwardSubscription: (_request, operation) => ({
    subscribe(sink) {
      const send = (organizationEvents: Event) => sink.next({ data: { organizationEvents } });
      // Progress comes several times per second from every run; only the newest one of each is worth drawing.
      let progress = new Map<string, Event>();
      let timer: ReturnType<typeof setTimeout> | undefined;
      const flush = () => {
        clearTimeout(timer);
        timer = undefined;
        const newest = progress;
        progress = new Map();
        newest.forEach(send);
      };
      const stop = follow(
        // The only subscription that goes through the client.
        operation.query as TypedDocumentNode<OrganizationEventsSubscription, OrganizationEventsSubscriptionVariables>,
        operation.variables as OrganizationEventsSubscriptionVariables,
        {
          onResult({ organizationEvents: event }) {
            if (event.__typename === 'TrainingProgressed') {
              progress.set(event.taskId, event);
              timer ??= setTimeout(flush, progressMilliseconds);
            } else if (event.__typename === 'TaskStateChanged') {
              flush();
              send(event);
            }
            return event.cursor;
          },
          onEnd: () => sink.complete(),
          onError: (error) => sink.error(error),
        },
      );
      return {
        unsubscribe() {
          clearTimeout(timer);
          stop();
        },
      };
    },
  }),
});
