import type { AccountService } from '../../accounts/account-service.ts';
import type { DatabaseClient } from '../../database/create-database.ts';
import type { DatasetService } from '../../datasets/dataset-service.ts';
import { createAccessWatch } from '../../live/access-watch.ts';
import { createDatasetWatch } from '../../live/dataset-watch.ts';
import { connectEventBus } from '../../live/event-bus.ts';
import { createEventHub } from '../../live/hub.ts';
import type { DeliveryObserver } from '../../live/observer.ts';
import type { Logger } from '../../log.ts';
import { createEventLog } from '../../tasks/events/event-log.ts';

/** Opens what follows the database for the streams of a gateway: the event hub, and the watches of datasets and of access. */
export async function openLiveUpdates(
  { db, hints }: DatabaseClient,
  deps: { datasets: DatasetService; accounts: AccountService; observer: DeliveryObserver; log: Logger },
) {
  const { datasets, accounts, observer, log } = deps;
  const hub = createEventHub({ log: createEventLog({ db }), observer });
  const bus = await connectEventBus({ hints, hub, log });
  const datasetWatch = await createDatasetWatch({ hints, look: datasets.newestVersion, log });
  const accessWatch = await createAccessWatch({ hints, queryAccess: accounts.readableBySession, log });
  return {
    hub,
    datasetWatch,
    accessWatch,
    /** Stops listening to the database. The streams of the hub must be closed before. */
    async close() {
      bus.close();
      datasetWatch.close();
      await accessWatch.close();
    },
  };
}
