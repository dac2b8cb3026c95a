/** The trash in the GraphQL schema: delete and restore mutations, and the list of restorable items. */
import { encodeGlobalID } from '@pothos/plugin-relay';
import { DatasetRef } from '../datasets/schema/dataset.ts';
import { Conflict } from '../errors.ts';
import { builder, connectionComplexity } from '../graphql/builder.ts';
import { decodeId, keysetConnection } from '../graphql/connection.ts';
import { accessErrors } from '../graphql/errors.ts';
import { connectionTypes, listedOrganization, orderInput, searchDescription } from '../graphql/list.ts';
import { ModelRef } from '../models/schema/model.ts';
import { TaskRef } from '../tasks/schema/task.ts';
import { type TrashEntry, type TrashItemType, trashItemTypes } from './trash.ts';
import type { TrashService } from './trash-service.ts';

declare module '../graphql/context.ts' {
  interface Services {
    trash: TrashService;
  }
}

const typeNames = { DATASET: 'Dataset', MODEL: 'Model', TASK: 'Task' } as const;

const TrashableEnum = builder.enumType('TrashItemType', {
  description: 'Type of a deleted item.',
  values: {
    DATASET: { description: 'A dataset.' },
    MODEL: { description: 'A model.' },
    TASK: { description: 'A task.' },
  } satisfies Record<TrashItemType, { description: string }>,
});

const TrashEntryRef = builder.objectRef<TrashEntry>('TrashEntry').implement({
  description: 'A deleted item that can be restored.',
  fields: (t) => ({
    itemId: t.id({
      description: 'ID of the deleted item. Unchanged after the item is restored.',
      resolve: ({ itemType, itemId }) => encodeGlobalID(typeNames[itemType], itemId),
    }),
    itemType: t.field({ type: TrashableEnum, description: 'Type of the item.', resolve: ({ itemType }) => itemType }),
    name: t.exposeString('name', {
      description: 'Name of the item. For a task, the name of its configuration or model.',
    }),
    deletedAt: t.expose('deletedAt', { type: 'DateTime', description: 'Time at which the item was deleted.' }),
    purgeAt: t.expose('purgeAt', {
      type: 'DateTime',
      description: 'Time after which the item is permanently deleted.',
    }),
  }),
});

const deletionEffects = {
  DATASET: 'A `Conflict` while an unfinished task needs the dataset. Models trained on it are kept.',
  MODEL:
    'A `Conflict` while an unfinished task needs the model. The next training run of its configuration creates a new model.',
  TASK:
    'A `Conflict` while the task is unfinished. The model that it produced is kept; the trials of a `TUNE` task are deleted ' +
    'with it.',
};

for (const what of trashItemTypes) {
  const name = typeNames[what];
  const noun = name.toLowerCase();
  builder.mutationField(`delete${name}`, (t) =>
    t.field({
      type: TrashEntryRef,
      errors: { types: [...accessErrors, Conflict] },
      description:
        `Moves a ${noun} to the trash: it is no longer visible, but can be restored until \`purgeAt\`. Idempotent: deleting a ` +
        `${noun} that is already in the trash succeeds and changes nothing. ${deletionEffects[what]}`,
      args: { id: t.arg.id({ required: true }) },
      resolve: (_, { id }, { viewer, services }) => services.trash.remove(viewer, what, decodeId(id, name, 'id')),
    }),
  );
}

const restoreDescription = (noun: string) =>
  `Restores a ${noun} from the trash, unchanged. Idempotent: restoring a ${noun} that is not in the trash succeeds and ` +
  'changes nothing.';
const restoreErrors = [...accessErrors, Conflict];

builder.mutationField('restoreDataset', (t) =>
  t.field({
    type: DatasetRef,
    errors: { types: restoreErrors },
    description: restoreDescription('dataset'),
    args: { id: t.arg.id({ required: true }) },
    async resolve(_, { id: globalId }, { viewer, services }) {
      const id = decodeId(globalId, 'Dataset', 'id');
      await services.trash.restore(viewer, 'DATASET', id);
      return services.datasets.byId(viewer, id);
    },
  }),
);

builder.mutationField('restoreModel', (t) =>
  t.field({
    type: ModelRef,
    errors: { types: restoreErrors },
    description: `${restoreDescription('model')} A \`Conflict\` when its configuration has trained another model since.`,
    args: { id: t.arg.id({ required: true }) },
    async resolve(_, { id: globalId }, { viewer, services }) {
      const id = decodeId(globalId, 'Model', 'id');
      await services.trash.restore(viewer, 'MODEL', id);
      return services.models.byId(viewer, id);
    },
  }),
);

builder.mutationField('restoreTask', (t) =>
  t.field({
    type: TaskRef,
    errors: { types: restoreErrors },
    description: restoreDescription('task'),
    args: { id: t.arg.id({ required: true }) },
    async resolve(_, { id: globalId }, { viewer, services }) {
      const id = decodeId(globalId, 'Task', 'id');
      await services.trash.restore(viewer, 'TASK', id);
      return services.tasks.byId(viewer, id);
    },
  }),
);

const TrashFilterInput = builder.inputType('TrashFilter', {
  description: 'Which deleted items to return: those that match all given fields.',
  fields: (t) => ({ types: t.field({ type: [TrashableEnum], description: 'Types of items.' }) }),
});
const TrashOrderInput = orderInput('Trash', ['DELETED_AT', 'NAME']);

builder.queryField('trash', (t) =>
  t.connection(
    {
      type: TrashEntryRef,
      description: 'Deleted items that can be restored, most recently deleted first unless ordered otherwise.',
      complexity: connectionComplexity,
      args: {
        organizationId: t.arg.id({ description: 'Organization to list. Default: all organizations of the viewer.' }),
        filter: t.arg({ type: TrashFilterInput, description: 'Which items to return. Default: all.' }),
        orderBy: t.arg({
          type: TrashOrderInput,
          description: 'Order of the list. Default: most recently deleted first.',
        }),
        search: t.arg.string({ description: searchDescription }),
      },
      resolve: (_, args, context) => {
        const { viewer, services } = context;
        const organizationId = listedOrganization(args);
        const { page, count } = services.trash.list(viewer, organizationId, { ...args.filter, search: args.search });
        return keysetConnection(context, args, 'DELETED_AT', page, count);
      },
    },
    ...connectionTypes('Trash', 'deleted items'),
  ),
);
