/** The query that lists tasks, with its filter and order. */
import { builder, connectionComplexity } from '../../graphql/builder.ts';
import { decodeId, keysetConnection } from '../../graphql/connection.ts';
import {
  connectionTypes,
  itemFilterFields,
  listedOrganization,
  orderInput,
  searchDescription,
} from '../../graphql/list.ts';
import { TaskStateEnum } from '../events/schema.ts';
import { TaskKindEnum, TaskRef } from './task.ts';

const TaskFilterInput = builder.inputType('TaskFilter', {
  description: 'Which tasks to return: those that match all given fields.',
  fields: (t) => ({
    ...itemFilterFields(t),
    states: t.field({ type: [TaskStateEnum], description: 'States of the task.' }),
    kinds: t.field({ type: [TaskKindEnum], description: 'Kinds of tasks.' }),
    configurationId: t.id({ description: 'Configuration that the task trains or tunes.' }),
    modelId: t.id({ description: 'Model that the task evaluates or predicts with.' }),
    datasetId: t.id({ description: 'Dataset that the task uses, in any version.' }),
  }),
});

const TaskOrderInput = orderInput('Task', ['CREATED_AT', 'NAME', 'FINISHED_AT']);

builder.queryField('tasks', (t) =>
  t.connection(
    {
      type: TaskRef,
      description: 'Tasks, newest first unless ordered otherwise.',
      complexity: connectionComplexity,
      args: {
        organizationId: t.arg.id({ description: 'Organization to list. Default: all organizations of the viewer.' }),
        states: t.arg({
          type: [TaskStateEnum],
          description:
            'States to include, as `filter.states`; if both are given, `filter` counts. Default: all states.',
        }),
        filter: t.arg({ type: TaskFilterInput, description: 'Which tasks to return. Default: all.' }),
        orderBy: t.arg({ type: TaskOrderInput, description: 'Order of the list. Default: newest first.' }),
        search: t.arg.string({ description: searchDescription }),
      },
      resolve: (_, args, context) => {
        const { viewer, services } = context;
        const organizationId = listedOrganization(args);
        const filter = args.filter ?? {};
        const { page, count } = services.tasks.list(viewer, organizationId, {
          ...filter,
          states: filter.states ?? args.states,
          configurationId:
            filter.configurationId && decodeId(filter.configurationId, 'Configuration', 'filter.configurationId'),
          modelId: filter.modelId && decodeId(filter.modelId, 'Model', 'filter.modelId'),
          datasetId: filter.datasetId && decodeId(filter.datasetId, 'Dataset', 'filter.datasetId'),
          search: args.search,
        });
        return keysetConnection(context, args, 'CREATED_AT', page, count);
      },
    },
    ...connectionTypes('Task', 'tasks'),
  ),
);
