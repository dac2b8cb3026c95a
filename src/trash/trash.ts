/**
 * Deleted items, which can be restored for a limited time.
 *
 *     live ── delete ──> in the trash ── AIAS_TRASH_DAYS ──> purged
 *       ^                      │
 *       └────── restore ───────┘
 *
 * Deleting and restoring are idempotent. A deleted item keeps its data but is hidden; items derived from it stay and expose
 * `deletedAt`. It cannot be deleted while an unfinished task uses it, and no task that uses it can be launched while it is
 * deleted: both lock its row. Purging a dataset or a task leaves a stub row, because other rows reference it: models reference
 * their training data, and the organization's event log must not have gaps. Streams of a task that are open when it is deleted
 * continue to their end; no new ones can be opened.
 */
export const trashItemTypes = ['DATASET', 'MODEL', 'TASK'] as const;
export type TrashItemType = (typeof trashItemTypes)[number];

export interface TrashEntry {
  /** ID of the entry. Derived from the deletion time, so entries sort by it. */
  id: string;
  itemType: TrashItemType;
  itemId: string;
  name: string;
  deletedAt: Date;
  /** Time after which the item is permanently deleted. */
  purgeAt: Date;
}
