/** The query that lists models, with its filter and order. */
import { checkFamilies, ObjectiveEnum } from '../../configurations/catalogue-schema.ts';
import { builder, connectionComplexity } from '../../graphql/builder.ts';
import { decodeId, keysetConnection } from '../../graphql/connection.ts';
import {
  connectionTypes,
  itemFilterFields,
  listedOrganization,
  orderInput,
  searchDescription,
} from '../../graphql/list.ts';
import { ModelRef } from './model.ts';

const ModelFilterInput = builder.inputType('ModelFilter', {
  description:
    'Which models to return: those that match all given fields. Imported models have no family, objective or dataset.',
  fields: (t) => ({
    ...itemFilterFields(t),
    families: t.stringList({ description: 'Names of model families.' }),
    objectives: t.field({ type: [ObjectiveEnum], description: 'Types of problems.' }),
    datasetId: t.id({ description: 'Dataset that the model was trained on, in any version.' }),
  }),
});

const ModelOrderInput = orderInput('Model', ['CREATED_AT', 'NAME']);

builder.queryField('models', (t) =>
  t.connection(
    {
      type: ModelRef,
      description: 'Models, newest first unless ordered otherwise.',
      complexity: connectionComplexity,
      args: {
        organizationId: t.arg.id({ description: 'Organization to list. Default: all organizations of the viewer.' }),
        filter: t.arg({ type: ModelFilterInput, description: 'Which models to return. Default: all.' }),
        orderBy: t.arg({ type: ModelOrderInput, description: 'Order of the list. Default: newest first.' }),
        search: t.arg.string({ description: searchDescription }),
      },
      resolve: (_, args, context) => {
        const { viewer, services } = context;
        const organizationId = listedOrganization(args);
        checkFamilies(args.filter?.families);
        const datasetId = args.filter?.datasetId && decodeId(args.filter.datasetId, 'Dataset', 'filter.datasetId');
        const options = { ...args.filter, datasetId, search: args.search };
        const { page, count } = services.models.list(viewer, organizationId, options);
        return keysetConnection(context, args, 'CREATED_AT', page, count);
      },
    },
    ...connectionTypes('Model', 'models'),
  ),
);
