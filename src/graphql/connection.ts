/** Relay connections over rows with UUIDv7 ids, newest first: the id itself is the cursor, so a page costs what it shows. */
import { decodeGlobalID } from '@pothos/plugin-relay';
import { InvalidInput, NotFound } from '../errors.ts';

const defaultPage = 20;
const largestPage = 100;
/** The longest id is a session's, with a hash in it. */
const maxIdLength = 200;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface ConnectionArguments {
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}

/**
 * One page. @param read rows older than the id `before`, newest first, at most `limit`
 * @throws InvalidInput naming the argument that is wrong
 */
export async function keysetConnection<Row extends { id: string }>(
  args: ConnectionArguments,
  read: (limit: number, before: string | null) => Promise<Row[]>,
) {
  // Relay's arguments belong together, and Pothos gives a connection all four.
  for (const name of ['last', 'before'] as const) {
    if (args[name] != null) throw new InvalidInput(name, 'Pages go forward only: give `first` and `after`.');
  }
  const first = pageSize(args.first);
  const before = args.after ? decodeCursor(args.after) : null;
  // One more than asked for tells whether there is a next page.
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

/** How many entries a page has. @throws InvalidInput naming `first` */
export function pageSize(first: number | null | undefined): number {
  const size = first ?? defaultPage;
  if (size < 0 || size > largestPage) throw new InvalidInput('first', `Ask for 0 to ${largestPage} entries at once.`);
  return size;
}

/**
 * The id behind a global id of the given type. @param field where the id stands in the arguments
 * @param form what the type's ids look like: a UUID, unless it says otherwise
 * @throws InvalidInput when it is the id of something else; NotFound when it is no id at all
 */
export function decodeId(globalId: string, typename: string, field: string, form = uuid): string {
  const decoded = globalId.length <= maxIdLength ? decode(globalId) : null;
  if (!decoded || !(decoded.typename === typename ? form : uuid).test(decoded.id))
    throw new NotFound(`There is no ${typename} with the id "${globalId.slice(0, 100)}".`);
  if (decoded.typename !== typename) {
    throw new InvalidInput(field, `This is the id of a ${decoded.typename}; give the id of a ${typename}.`);
  }
  return decoded.id;
}

/** Whether an id that a client sent can be a row's. */
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
  throw new InvalidInput('after', 'This is not a cursor. Pass `pageInfo.endCursor` as it was received.');
}
