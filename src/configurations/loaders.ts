/** Batched loads of configurations. */
import type { Estimate } from '../catalogue/estimate.ts';
import { batched } from '../graphql/loader.ts';
import type { ColumnNames, ListedConfiguration } from './configuration.ts';

/** Loads a configuration without the columns of its data. @throws NotFound, Unauthenticated */
export const loadConfiguration = batched<string, ListedConfiguration>((ids, { viewer, services }) =>
  services.configurations.byIds(viewer, ids),
);

/** Loads the columns of the data of a configuration. The caller has authorized access. */
export const loadColumnNames = batched<string, ColumnNames>((ids, { services }) =>
  services.configurations.columnNames(ids),
);

/** Estimates the resource usage of a training run. The caller has authorized access to the configuration. */
export const loadEstimate = batched<ListedConfiguration, Estimate>(
  (configurations, { viewer, services }) => services.configurations.estimates(configurations, viewer?.userId ?? ''),
  ({ id }) => id,
);
