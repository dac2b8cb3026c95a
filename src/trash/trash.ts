/**
 * What was deleted, and can be restored for a while.
 *
 *     there ── delete ──> in the trash ── AIAS_TRASH_DAYS ──> purged
 *       ^                      │
 *       └────── restore ───────┘
 *
 * Deleting and restoring twice is doing it once. In the trash a thing keeps all that it has, and nobody finds it; what was made of
 * it stays, and says that it is gone (`deletedAt`). It cannot be deleted while an unfinished task needs it, nor can such a task be
 * launched while it is deleted: both lock its row. Of a dataset and a task a stub is left when they are purged, because others refer
 * to their rows: models to what they learned from, the log of the organisation to its positions. Streams of a task that are open
 * when it is deleted go on to their end; none can be opened any more.
 */
export const trashables = ['DATASET', 'MODEL', 'TASK'] as const;
export type Trashable = (typeof trashables)[number];

export interface TrashEntry {
  /** Its own, made of the moment of the deletion: sorts by it. */
  id: string;
  what: Trashable;
  itemId: string;
  name: string;
  deletedAt: Date;
  /** From when on it may be gone for good. */
  purgedAt: Date;
}
