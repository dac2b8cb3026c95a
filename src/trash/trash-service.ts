/** What people do with the trash: throw away, take back, look. */
import { authorize, missing, readableOrganizationIds, requireViewer, type Viewer } from '../accounts/access.ts';
import { Conflict } from '../errors.ts';
import { isFinished, type TaskState } from '../tasks/task.ts';
import type { Trashable, TrashEntry } from './trash.ts';
import type { TrashRepository, UserTask } from './trash-repository.ts';

const words: Record<Trashable, string> = { DATASET: 'dataset', MODEL: 'model', TASK: 'task' };
const mostNamed = 3;
const uniqueViolation = '23505';

export type TrashService = ReturnType<typeof createTrashService>;

export function createTrashService({ repository }: { repository: TrashRepository }) {
  async function authorizeOn(viewer: Viewer | null, what: Trashable, id: string): Promise<Viewer> {
    requireViewer(viewer);
    const owner = await repository.ownerOf(what, id);
    if (!owner) throw missing(words[what]);
    return authorize(viewer, what === 'TASK' ? 'launch' : 'write', owner, words[what]);
  }

  return {
    /**
     * Into the trash; what lies there already stays as it is.
     * @throws NotFound, Forbidden, Unauthenticated, Conflict (an unfinished task needs it, or is it)
     */
    async remove(viewer: Viewer | null, what: Trashable, id: string): Promise<TrashEntry> {
      const { roles } = await authorizeOn(viewer, what, id);
      const entry = await repository.remove(what, id, ({ state, users }) => {
        if (state !== null && !isFinished(state as TaskState)) {
          throw new Conflict(`A task that is ${state} cannot be deleted. Cancel it first.`, [id]);
        }
        if (users.length > 0) throw inUse(what, users, roles);
      });
      if (!entry) throw missing(words[what]);
      return entry;
    },

    /**
     * Out of the trash; what is not there stays as it is.
     * @throws NotFound (also of what is gone for good), Forbidden, Unauthenticated, Conflict (another model has its place)
     */
    async restore(viewer: Viewer | null, what: Trashable, id: string): Promise<void> {
      await authorizeOn(viewer, what, id);
      const restored = await repository.restore(what, id).catch((error) => {
        if (error?.cause?.code !== uniqueViolation) throw error;
        throw new Conflict('Its configuration has learned another model since. Delete that one first.');
      });
      if (!restored) throw missing(words[what]);
    },

    /** What was deleted last comes first. @throws NotFound, Unauthenticated */
    async list(viewer: Viewer | null, organizationId: string | null, limit: number, before: string | null) {
      return repository.list(readableOrganizationIds(viewer, organizationId), limit, before);
    },
  };
}

/** Of another organisation's tasks it is only told that there are some. */
function inUse(what: Trashable, users: UserTask[], roles: Viewer['roles']): Conflict {
  const seen = users.filter(({ organizationId }) => roles.has(organizationId));
  const named = seen.slice(0, mostNamed).map(({ name, state }) => `"${name}" (${state})`);
  const more = users.length - named.length;
  const all = more > 0 ? [...named, `${more} ${named.length > 0 ? 'more' : 'of another organisation'}`] : named;
  return new Conflict(
    `Tasks that are not finished need this ${words[what]}: ${all.join(', ')}. Wait for them, or cancel them first.`,
    seen.map(({ id }) => id),
  );
}
