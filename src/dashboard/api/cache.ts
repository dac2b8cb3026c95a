/**
 * The cache of query results: every item is stored once under its id, so that a change of it is shown wherever it is. Lists are
 * read page by page, and all loaded pages are one list (relayPagination).
 */
import { type Cache, cacheExchange, type KeyGenerator, type UpdateResolver } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { type Exchange, stringifyVariables } from 'urql';
import {
  type OrganizationEventsSubscription,
  possibleTypes,
  TaskProgressFragmentDoc,
  TaskStateFragmentDoc,
} from './generated.ts';

type List = 'datasets' | 'tasks' | 'models' | 'trash';
const lists: readonly List[] = ['datasets', 'tasks', 'models', 'trash'];

/** An item has a global id. Everything else, such as a profile, is a part of the item that it came with. */
const keyOf: KeyGenerator = ({ id }) => (typeof id === 'string' ? id : null);
const keys = new Proxy<Record<string, KeyGenerator>>({}, { get: () => keyOf });

export const cache = (): Exchange =>
  cacheExchange({
    keys,
    possibleTypes,
    resolvers: { Query: Object.fromEntries(lists.map((list) => [list, relayPagination()])) },
    updates: {
      Query: Object.fromEntries(lists.map((list) => [list, dropLaterPages(list)])),
      Mutation: {
        createDataset: renewing('datasets'),
        launchTask: renewing('tasks'),
        deleteDataset: renewing('datasets', 'trash'),
        restoreDataset: renewing('datasets', 'trash'),
        deleteModel: renewing('models', 'trash'),
        restoreModel: renewing('models', 'trash'),
        deleteTask: renewing('tasks', 'trash'),
        restoreTask: renewing('tasks', 'trash'),
        // The result has the new state alone, and the state decides other fields.
        cancelTask: renewingTask,
        pauseTask: renewingTask,
        resumeTask: renewingTask,
        createOrganization: renewing('organizations'),
        addMember: renewingOrganization,
        setMemberRole: renewingOrganization,
        removeMember: renewingOrganization,
      },
      Subscription: { organizationEvents: updateTask },
    },
  });

/** Forgets all pages of some lists. Those on the page are loaded again. */
function renewing(...fields: (List | 'organizations')[]): UpdateResolver {
  return (_result, _args, store) => {
    for (const { fieldName, arguments: args } of store.inspectFields('Query')) {
      if (fields.some((field) => field === fieldName)) store.invalidate('Query', fieldName, args);
    }
  };
}

/** Forgets what the result does not have. What it has is read for the caller after this. */
function renewingTask(_result: unknown, { id }: { id?: unknown }, store: Cache): void {
  if (typeof id !== 'string') return;
  const task = { __typename: 'Task', id };
  for (const { fieldName, arguments: args } of store.inspectFields(task)) {
    if (!['__typename', 'id', 'state'].includes(fieldName)) store.invalidate(task, fieldName, args);
  }
}

function renewingOrganization(_result: unknown, args: { input?: { organizationId?: string } }, store: Cache): void {
  const id = args.input?.organizationId;
  if (id) store.invalidate({ __typename: 'Organization', id });
}

/**
 * Once the first page of a list was loaded again, forgets the pages behind it, which are then loaded again as far as they are
 * shown: new items shift the others, and items on those pages may have changed, or left the list.
 */
function dropLaterPages(list: List): UpdateResolver {
  return (_result, args, store) => {
    if (args.after) return;
    const own = listOf(args);
    for (const { fieldName, arguments: other } of store.inspectFields('Query')) {
      if (fieldName === list && other?.after && listOf(other) === own) store.invalidate('Query', list, other);
    }
  };
}

/** Identifies a list: its arguments without those that choose the page, in an order that does not depend on how they were given. */
const listOf = ({ first: _first, after: _after, ...args }: Record<string, unknown>) => stringifyVariables(args);

/** Applies an event of the organization to the task that it is about. */
function updateTask(result: unknown, _args: unknown, store: Cache): void {
  // Only this subscription has the field.
  const { organizationEvents: event } = result as OrganizationEventsSubscription;
  const task = { __typename: 'Task' as const, id: event.taskId };
  if (event.__typename === 'TaskStateChanged') {
    store.writeFragment(TaskStateFragmentDoc, { ...task, state: event.to });
  }
  if (event.__typename === 'TrainingProgressed') {
    const { epoch, epochs, batch, batches, etaSeconds, samplesPerSecond } = event;
    const progress = {
      __typename: 'TaskProgress' as const,
      epoch,
      epochs,
      batch,
      batches,
      etaSeconds,
      samplesPerSecond,
    };
    store.writeFragment(TaskProgressFragmentDoc, { ...task, progress });
  }
}
