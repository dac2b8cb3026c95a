/**
 * Relay connections over pages by keyset (database/keyset.ts), in either direction and under any order of the list. A cursor
 * contains the order that it belongs to.
 */
import { decodeGlobalID } from '@pothos/plugin-relay';
import type { Cursor, Keyed, PageRequest } from '../database/keyset.ts';
import { InvalidInput, NotFound } from '../errors.ts';
import type { GraphQLContext } from './context.ts';
import { createTurns } from './cost/turns.ts';

const defaultPageSize = 20;
const maxPageSize = 100;
/** Exceeds the longest id, a session's, which contains a hash. */
const maxIdLength = 200;
/** Exceeds the cursor of the longest name. */
const maxCursorLength = 2000;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Pages are read in turns: an operation with many lists would else take all connections to the database. */
const reads = createTurns({ places: 12, placesPerCaller: 4 });

export interface ConnectionArguments {
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}

export interface Order<Field extends string> {
  field: Field;
  direction?: 'ASC' | 'DESC' | null | undefined;
}

/**
 * Returns one page.
 * @param defaultField field of the order if none is requested, descending
 * @param read returns the page's rows in the order of the list
 * @param count returns the length of the list; called only when `totalCount` is selected
 * @throws InvalidInput naming the invalid argument
 */
export async function keysetConnection<Row extends { id: string }, Field extends string>(
  { viewer, signal }: GraphQLContext,
  args: ConnectionArguments & { orderBy?: Order<Field> | null | undefined },
  defaultField: Field,
  read: (page: PageRequest<Field>) => Promise<Keyed<Row>[]>,
  count: () => Promise<number>,
) {
  const { field, direction } = args.orderBy ?? { field: defaultField };
  const orderBy = { field, descending: (direction ?? 'DESC') === 'DESC' };
  const backward = args.last != null || args.before != null;
  if (backward && (args.first != null || args.after != null)) {
    throw new InvalidInput(
      args.last != null ? 'last' : 'before',
      'Pass either `first` and `after`, or `last` and `before`.',
    );
  }
  const [size, start] = backward
    ? [pageSize(args.last, 'last'), decodeCursor(args.before, orderBy, 'before')]
    : [pageSize(args.first), decodeCursor(args.after, orderBy, 'after')];
  // One extra row shows whether the list continues.
  const inTurn = <T>(work: () => Promise<T>) => reads.take(viewer?.userId ?? '', work, signal);
  const rows = await inTurn(() => read({ orderBy, limit: size + 1, cursor: start, backward }));
  const continues = rows.length > size;
  const shown = backward ? rows.slice(-size || rows.length) : rows.slice(0, size);
  const edges = shown.map(({ row, key }) => ({
    node: row,
    // Most lists are read without the cursors of their entries.
    get cursor() {
      return encodeCursor({ key, id: row.id }, orderBy);
    },
  }));
  return {
    edges,
    pageInfo: {
      hasNextPage: backward ? start !== null : continues,
      hasPreviousPage: backward ? continues : start !== null,
      get startCursor() {
        return edges[0]?.cursor ?? null;
      },
      get endCursor() {
        return edges.at(-1)?.cursor ?? null;
      },
    },
    totalCount: () => inTurn(count),
  };
}

/** Returns the number of entries of a page. @throws InvalidInput naming the argument */
export function pageSize(requested: number | null | undefined, argument: 'first' | 'last' = 'first'): number {
  const size = requested ?? defaultPageSize;
  if (size < 0 || size > maxPageSize) throw new InvalidInput(argument, `The page size must be 0 to ${maxPageSize}.`);
  return size;
}

/**
 * Decodes a global id of the given type.
 * @param field path of the id in the arguments
 * @param form pattern of the type's ids. Default: UUID
 * @throws InvalidInput when the id belongs to another type
 * @throws NotFound when the id is malformed
 */
export function decodeId(globalId: string, typename: string, field: string, form = uuid): string {
  const decoded = globalId.length <= maxIdLength ? decode(globalId) : null;
  if (!decoded || !(decoded.typename === typename ? form : uuid).test(decoded.id))
    throw new NotFound(`No ${typename} has the ID "${globalId.slice(0, 100)}".`);
  if (decoded.typename !== typename) {
    throw new InvalidInput(field, `This is the ID of a ${decoded.typename}. Pass the ID of a ${typename}.`);
  }
  return decoded.id;
}

/** Returns whether a client-supplied id has the form of a row id. */
export function isUuid(id: string): boolean {
  return uuid.test(id);
}

function decode(globalId: string): { typename: string; id: string } | null {
  try {
    return decodeGlobalID(globalId);
  } catch {
    return null;
  }
}

type OrderBy = PageRequest<string>['orderBy'];

function encodeCursor({ key, id }: Cursor, { field, descending }: OrderBy): string {
  return Buffer.from(JSON.stringify([field, descending ? 'DESC' : 'ASC', key, id])).toString('base64url');
}

function decodeCursor(
  cursor: string | null | undefined,
  orderBy: OrderBy,
  argument: 'after' | 'before',
): Cursor | null {
  if (cursor == null) return null;
  const [field, direction, key, id] = cursor.length <= maxCursorLength ? parseCursor(cursor) : [];
  if (typeof key !== 'string' || key.includes('\0') || typeof id !== 'string' || !uuid.test(id)) {
    throw new InvalidInput(argument, 'This is not a valid cursor. Pass a cursor of a previous page unchanged.');
  }
  if (field !== orderBy.field || direction !== (orderBy.descending ? 'DESC' : 'ASC')) {
    throw new InvalidInput(
      argument,
      `This cursor is for the order ${field} ${direction}. Pass the same \`orderBy\`, or start anew.`,
    );
  }
  return { key, id };
}

function parseCursor(cursor: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parts) ? parts : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
