/** The query that lists datasets, with its filter and order. */
import { builder, connectionComplexity } from '../../graphql/builder.ts';
import { keysetConnection } from '../../graphql/connection.ts';
import {
  connectionTypes,
  itemFilterFields,
  listedOrganization,
  orderInput,
  searchDescription,
} from '../../graphql/list.ts';
import { DatasetRef } from './dataset.ts';
import { FormatEnum, StateEnum } from './dataset-version.ts';

const DatasetFilterInput = builder.inputType('DatasetFilter', {
  description: 'Which datasets to return: those that match all given fields.',
  fields: (t) => ({
    ...itemFilterFields(t),
    states: t.field({ type: [StateEnum], description: 'States of the newest version.' }),
    formats: t.field({ type: [FormatEnum], description: 'Formats of the newest version.' }),
  }),
});

const DatasetOrderInput = orderInput('Dataset', ['CREATED_AT', 'NAME']);

builder.queryField('datasets', (t) =>
  t.connection(
    {
      type: DatasetRef,
      description: 'Datasets, newest first unless ordered otherwise.',
      complexity: connectionComplexity,
      args: {
        organizationId: t.arg.id({
          description: 'Organization to list. Default: all organizations of the viewer.',
        }),
        filter: t.arg({ type: DatasetFilterInput, description: 'Which datasets to return. Default: all.' }),
        orderBy: t.arg({ type: DatasetOrderInput, description: 'Order of the list. Default: newest first.' }),
        search: t.arg.string({ description: searchDescription }),
      },
      resolve: (_, args, context) => {
        const { viewer, services } = context;
        const organizationId = listedOrganization(args);
        const { page, count } = services.datasets.list(viewer, organizationId, { ...args.filter, search: args.search });
        return keysetConnection(context, args, 'CREATED_AT', page, count);
      },
    },
    ...connectionTypes('Dataset', 'datasets'),
  ),
);
