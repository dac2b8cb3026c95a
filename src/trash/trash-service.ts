/** Use cases of the trash: delete, restore and list. */
import { authorize, missing, readableOrganizationIds, requireViewer, type Viewer } from '../accounts/access.ts';
import type { PageRequest } from '../database/keyset.ts';
import { Conflict } from '../errors.ts';
import { isFinished } from '../tasks/task.ts';
import type { TrashEntry, TrashItemType } from './trash.ts';
import type { DependentTask, TrashFilter, TrashOrder, TrashRepository } from './trash-repository.ts';

const itemNouns: Record<TrashItemType, string> = { DATASET: 'dataset', MODEL: 'model', TASK: 'task' };
const maxNamedTasks = 3;
const uniqueViolation = '23505';

export type TrashService = ReturnType<typeof createTrashService>;

export function createTrashService({ repository }: { repository: TrashRepository }) {
  async function authorizeOn(viewer: Viewer | null, what: TrashItemType, id: string): Promise<Viewer> {
    requireViewer(viewer);
    const owner = await repository.ownerOf(what, id);
    if (!owner) throw missing(itemNouns[what]);
    return authorize(viewer, what === 'TASK' ? 'launch' : 'write', owner, itemNouns[what]);
  }

  return {
    /**
     * Moves an item to the trash. Idempotent.
     * @throws NotFound, Forbidden, Unauthenticated
     * @throws Conflict if the item is an unfinished task, or an unfinished task uses it
     */
    async remove(viewer: Viewer | null, what: TrashItemType, id: string): Promise<TrashEntry> {
      const { roles } = await authorizeOn(viewer, what, id);
      const entry = await repository.remove(what, id, ({ state, users }) => {
        if (state !== null && !isFinished(state)) {
          throw new Conflict(`A ${state} task cannot be deleted. Cancel it first.`, [id]);
        }
        if (users.length > 0) throw inUseConflict(what, users, roles);
      });
      if (!entry) throw missing(itemNouns[what]);
      return entry;
    },

    /**
     * Restores an item from the trash. Idempotent.
     * @throws NotFound (also for purged items), Forbidden, Unauthenticated
     * @throws Conflict if the configuration of the model has trained another model since
     */
    async restore(viewer: Viewer | null, what: TrashItemType, id: string): Promise<void> {
      await authorizeOn(viewer, what, id);
      const restored = await repository.restore(what, id).catch((error) => {
        if (error?.cause?.code !== uniqueViolation) throw error;
        throw new Conflict('The configuration of this model has trained another model since. Delete that model first.');
      });
      if (!restored) throw missing(itemNouns[what]);
    },

    /** Lists restorable items, most recently deleted first. @throws NotFound, Unauthenticated */
    list(viewer: Viewer | null, organizationId: string | null, options: Omit<TrashFilter, 'organizationIds'>) {
      const filter = { ...options, organizationIds: readableOrganizationIds(viewer, organizationId) };
      return {
        page: (page: PageRequest<TrashOrder>) => repository.list(filter, page),
        count: () => repository.count(filter),
      };
    },
  };
}

/** Names the tasks of the viewer's organizations; tasks of other organizations are only counted. */
function inUseConflict(what: TrashItemType, users: DependentTask[], roles: Viewer['roles']): Conflict {
  const visible = users.filter(({ organizationId }) => roles.has(organizationId));
  const named = visible.slice(0, maxNamedTasks).map(({ name, state }) => `"${name}" (${state})`);
  const more = users.length - named.length;
  const all = more > 0 ? [...named, `${more} ${named.length > 0 ? 'more' : 'of another organization'}`] : named;
  return new Conflict(
    `Unfinished tasks use this ${itemNouns[what]}: ${all.join(', ')}. Wait until they finish, or cancel them.`,
    visible.map(({ id }) => id),
  );
}
