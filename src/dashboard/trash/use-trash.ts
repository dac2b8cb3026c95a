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
  type TrashItemType,
} from '../api/generated.ts';
import { useMessages } from '../i18n/language.tsx';
import { failureOf } from '../settings/failure.ts';

export interface TrashItem {
  itemType: TrashItemType;
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

interface MutationResult {
  __typename: string;
  message?: string;
  blockingTaskIds?: readonly string[];
}

const inUse = { DATASET: 'datasetInUse', MODEL: 'modelInUse', TASK: 'taskInUse' } as const;

export function useTrash() {
  const client = useClient();
  const say = useMessages('trash');

  /** Resolves with the reason for a failure, or null on success. */
  const send = useCallback(
    async ({ itemType, id }: TrashItem, isDeletion: boolean): Promise<Refusal | null> => {
      const document = (isDeletion ? deletions : restorations)[itemType];
      const { data, error } = await client.mutation(document, { id }).toPromise();
      const answer: MutationResult | undefined = data && Object.values(data).find((value) => typeof value === 'object');
      if (!answer) return { message: failureOf(error, say.unreachable), runs: [] };
      if (answer.message === undefined) return null;
      const runs = answer.blockingTaskIds ?? [];
      if (answer.__typename !== 'Conflict') return { message: answer.message, runs };
      return { message: isDeletion ? say[inUse[itemType]] : say.placeTaken, runs: itemType === 'TASK' ? [] : runs };
    },
    [client, say],
  );
  return {
    remove: useCallback((thing: TrashItem) => send(thing, true), [send]),
    restore: useCallback((thing: TrashItem) => send(thing, false), [send]),
  };
}
