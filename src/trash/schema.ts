/** Deleting, restoring, and what can be restored. */
import { encodeGlobalID } from '@pothos/plugin-relay';
import { DatasetRef } from '../datasets/schema.ts';
import { Conflict } from '../errors.ts';
import { builder, perEntry } from '../graphql/builder.ts';
import { decodeId, keysetConnection } from '../graphql/connection.ts';
import { accessErrors } from '../graphql/errors.ts';
import { ModelRef } from '../models/schema.ts';
import { TaskRef } from '../tasks/schema.ts';
import { type TrashEntry, trashables } from './trash.ts';
import type { TrashService } from './trash-service.ts';

declare module '../graphql/context.ts' {
  interface Services {
    trash: TrashService;
  }
}

const typeNames = { DATASET: 'Dataset', MODEL: 'Model', TASK: 'Task' } as const;

const TrashableEnum = builder.enumType('Trashable', {
  description: 'What can be deleted and restored.',
  values: trashables,
});

const TrashEntryRef = builder.objectRef<TrashEntry>('TrashEntry').implement({
  description: 'Something that was deleted and can be restored.',
  fields: (t) => ({
    itemId: t.id({
      description: 'Of what was deleted: the id that it had, and has again.',
      resolve: ({ what, itemId }) => encodeGlobalID(typeNames[what], itemId),
    }),
    what: t.field({ type: TrashableEnum, resolve: ({ what }) => what }),
    name: t.exposeString('name', { description: 'Of a task: of its configuration, or of its model.' }),
    deletedAt: t.expose('deletedAt', { type: 'DateTime' }),
    purgedAt: t.expose('purgedAt', { type: 'DateTime', description: 'From then on it is gone for good.' }),
  }),
});

const conflicts = {
  DATASET: 'A Conflict while a task that is not finished needs it. Models that learned from it stay.',
  MODEL:
    'A Conflict while a task that is not finished needs it. The next training of its configuration makes a new model.',
  TASK: 'A Conflict while it is not finished. The model that it made stays; the trials of a TUNE task go with it.',
};

for (const what of trashables) {
  const name = typeNames[what];
  builder.mutationField(`delete${name}`, (t) =>
    t.field({
      type: TrashEntryRef,
      errors: { types: [...accessErrors, Conflict] },
      description: `Puts it into the trash: nobody finds it any more, but it can be restored until \`purgedAt\`. Twice is like once. ${conflicts[what]}`,
      args: { id: t.arg.id({ required: true }) },
      resolve: (_, { id }, { viewer, services }) => services.trash.remove(viewer, what, decodeId(id, name, 'id')),
    }),
  );
}

const restoring = 'Takes it out of the trash, as it was. Twice is like once.';
const restorable = [...accessErrors, Conflict];

builder.mutationField('restoreDataset', (t) =>
  t.field({
    type: DatasetRef,
    errors: { types: restorable },
    description: restoring,
    args: { id: t.arg.id({ required: true }) },
    async resolve(_, { id: given }, { viewer, services }) {
      const id = decodeId(given, 'Dataset', 'id');
      await services.trash.restore(viewer, 'DATASET', id);
      return services.datasets.byId(viewer, id);
    },
  }),
);

builder.mutationField('restoreModel', (t) =>
  t.field({
    type: ModelRef,
    errors: { types: restorable },
    description: `${restoring} A Conflict when its configuration has learned another model since.`,
    args: { id: t.arg.id({ required: true }) },
    async resolve(_, { id: given }, { viewer, services }) {
      const id = decodeId(given, 'Model', 'id');
      await services.trash.restore(viewer, 'MODEL', id);
      return services.models.byId(viewer, id);
    },
  }),
);

builder.mutationField('restoreTask', (t) =>
  t.field({
    type: TaskRef,
    errors: { types: restorable },
    description: restoring,
    args: { id: t.arg.id({ required: true }) },
    async resolve(_, { id: given }, { viewer, services }) {
      const id = decodeId(given, 'Task', 'id');
      await services.trash.restore(viewer, 'TASK', id);
      return services.tasks.byId(viewer, id);
    },
  }),
);

builder.queryField('trash', (t) =>
  t.connection({
    type: TrashEntryRef,
    description: 'What can be restored; what was deleted last comes first.',
    complexity: perEntry,
    args: { organizationId: t.arg.id({ description: 'Left out: of all organisations of the viewer.' }) },
    resolve: (_, args, { viewer, services }) => {
      const organizationId = args.organizationId
        ? decodeId(args.organizationId, 'Organization', 'organizationId')
        : null;
      return keysetConnection(args, (limit, before) => services.trash.list(viewer, organizationId, limit, before));
    },
  }),
);
