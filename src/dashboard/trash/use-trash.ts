/** Deletes and restores datasets, models, and runs. */
import { useCallback } from 'react';
import { useClient } from 'urql';
import {
  DeleteDatasetDocument,
  DeleteModelDocument,
  DeleteTaskDocument,
  RestoreDatasetDocument,
  RestoreModelDocument,
  RestoreTaskDocument,
  type Trashable,
} from '../api/generated.ts';
import { useMessages } from '../i18n/language.tsx';
import { trashWords } from '../i18n/trash.ts';
import { failureOf } from '../settings/failure.ts';
import { setHidden } from './hidden.ts';

export interface Thing {
  what: Trashable;
  id: string;
  name: string;
}

/** Why an item cannot be deleted or restored. */
export interface Refusal {
  message: string;
  /** Runs that block the operation. */
  runs: readonly string[];
}

const deletions = { DATASET: DeleteDatasetDocument, MODEL: DeleteModelDocument, TASK: DeleteTaskDocument } as const;
const restorations = {
  DATASET: RestoreDatasetDocument,
  MODEL: RestoreModelDocument,
  TASK: RestoreTaskDocument,
} as const;

/** Refetches every query that lists or names such an item. An empty list contains only the name of its connection type. */
const context = {
  additionalTypenames: [
    ...['Dataset', 'Model', 'Task', 'Configuration', 'TrashEntry'],
    ...['DatasetConnection', 'ModelConnection', 'TaskConnection', 'TrashConnection'],
  ],
};

interface MutationResult {
  __typename: string;
  message?: string;
  taskIds?: readonly string[];
}

const inUse = { DATASET: 'datasetInUse', MODEL: 'modelInUse', TASK: 'taskInUse' } as const;

export function useTrash() {
  const client = useClient();
  const say = useMessages(trashWords);

  /** Resolves with the reason for a failure, or null on success. */
  const send = useCallback(
    async ({ what, id }: Thing, isDeletion: boolean): Promise<Refusal | null> => {
      const document = (isDeletion ? deletions : restorations)[what];
      const { data, error } = await client.mutation(document, { id }, context).toPromise();
      const answer: MutationResult | undefined = data && Object.values(data).find((value) => typeof value === 'object');
      if (!answer) return { message: failureOf(error, say.unreachable), runs: [] };
      if (answer.message === undefined) {
        setHidden(id, isDeletion);
        return null;
      }
      const runs = answer.taskIds ?? [];
      if (answer.__typename !== 'Conflict') return { message: answer.message, runs };
      return { message: isDeletion ? say[inUse[what]] : say.placeTaken, runs: what === 'TASK' ? [] : runs };
    },
    [client, say],
  );
  return {
    remove: useCallback((thing: Thing) => send(thing, true), [send]),
    restore: useCallback((thing: Thing) => send(thing, false), [send]),
  };
}
