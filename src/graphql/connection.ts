/**
 * Relay connections over rows with UUIDv7 ids, newest first. The id is the cursor, so the cost of a page does not depend on its
 * position.
 */
import { decodeGlobalID } from '@pothos/plugin-relay';
import { InvalidInput, NotFound } from '../errors.ts';

const defaultPageSize = 20;
const maxPageSize = 100;
/** Exceeds the longest id, a session's, which contains a hash. */
const maxIdLength = 200;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface ConnectionArguments {
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}

/**
 * Returns one page.
 * @param read returns at most `limit` rows older than the id `before`, newest first
 * @throws InvalidInput naming the invalid argument
 */
export async function keysetConnection<Row extends { id: string }>(
  args: ConnectionArguments,
  read: (limit: number, before: string | null) => Promise<Row[]>,
) {
  // Pothos gives every connection all four Relay arguments.
  for (const name of ['last', 'before'] as const) {
    if (args[name] != null)
      throw new InvalidInput(name, 'Backward pagination is not supported. Use `first` and `after`.');
  }
  const first = pageSize(args.first);
  const before = args.after ? decodeCursor(args.after) : null;
  // One extra row shows whether there is a next page.
  const rows = await read(first + 1, before);
  const edges = rows.slice(0, first).map((node) => ({ node, cursor: encodeCursor(node.id) }));
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > first,
      hasPreviousPage: false,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/** Returns the number of entries of a page. @throws InvalidInput naming `first` */
export function pageSize(first: number | null | undefined): number {
  const size = first ?? defaultPageSize;
  if (size < 0 || size > maxPageSize) throw new InvalidInput('first', `The page size must be 0 to ${maxPageSize}.`);
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

function encodeCursor(id: string): string {
  return Buffer.from(`cursor:${id}`).toString('base64url');
}

function decodeCursor(cursor: string): string {
  const id = Buffer.from(cursor.slice(0, maxIdLength), 'base64url')
    .toString('latin1')
    .replace(/^cursor:/, '');
  if (uuid.test(id)) return id;
  throw new InvalidInput('after', 'This is not a valid cursor. Pass `pageInfo.endCursor` unchanged.');
}
