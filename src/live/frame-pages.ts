/**
 * Serialised events of a broadcast group, by their position in the log. A log never changes: what was executed and serialised once
 * holds for everybody who comes later. So a gateway that was restarted serves a storm of clients, each with a cursor of its own, out of
 * few executions.
 *
 *   page 0         page 1         page 2 (the last one grows)
 *   1 ... 64       65 ... 128     129 ... 140
 */

/** One event as its subscribers get it, but for what their transport puts around it. */
export interface Frame {
  position: number;
  /** What a client hands back to go on after this event. */
  cursor: string;
  /** An execution result as JSON. */
  json: string;
}

/** Frames that follow each other. A transport encodes them once for all of its clients. */
export class Batch {
  readonly frames: readonly Frame[];
  readonly first: number;
  readonly last: number;
  private readonly encodings = new Map<string, unknown>();

  constructor(frames: readonly Frame[]) {
    this.frames = frames;
    this.first = frames[0]?.position ?? Number.POSITIVE_INFINITY;
    this.last = frames.at(-1)?.position ?? Number.NEGATIVE_INFINITY;
  }

  /** What `encode` makes of the frames; `key` tells one encoding from another. */
  encoded<T>(key: string, encode: (frames: readonly Frame[]) => T): T {
    const known = this.encodings.get(key) as T | undefined; // a key belongs to one encoder
    if (known !== undefined) return known;
    const made = encode(this.frames);
    this.encodings.set(key, made);
    return made;
  }
}

export const pageLength = 64;
/** Bytes that a frame takes beside its JSON: the object, its cursor, its place in an encoding. */
const frameOverhead = 250;

/** The page on which the frame that follows `position` stands. */
export const pageAfter = (position: number) => Math.floor(position / pageLength);

export interface Page {
  /** The pages of the same group. */
  readonly group: Map<number, Page>;
  readonly index: number;
  readonly frames: Frame[];
  /** All of it as one batch, once nothing is added any more. */
  whole: Batch | null;
}

/** What the page has after a position; null when that is nothing. */
export function batchAfter({ whole, frames }: Page, position: number): Batch | null {
  if (whole && position < whole.first) return whole;
  const rest = frames.filter((frame) => frame.position > position);
  return rest.length > 0 ? new Batch(rest) : null;
}

export type PageCache = ReturnType<typeof createPageCache>;

/** Keeps the pages of all groups together within `limitBytes`: those that were not used for longest go first. */
export function createPageCache(limitBytes: number) {
  const byUse = new Map<Page, number>();
  let bytes = 0;

  function forget(page: Page): void {
    bytes -= byUse.get(page) ?? 0;
    byUse.delete(page);
  }

  return {
    /** Takes a page that is whole. A group's last page, which still grows, stands outside of the cache. */
    add(page: Page): void {
      page.whole = new Batch(page.frames);
      // Once as text and once as a transport encodes it.
      const size = page.frames.reduce((sum, { json }) => sum + 2 * json.length + frameOverhead, 0);
      byUse.set(page, size);
      bytes += size;
      for (const [oldest] of byUse) {
        if (bytes <= limitBytes || byUse.size === 1) return;
        forget(oldest);
        oldest.group.delete(oldest.index);
      }
    },

    use(page: Page): void {
      const size = byUse.get(page);
      if (size === undefined) return;
      byUse.delete(page);
      byUse.set(page, size);
    },

    /** Nobody will ask for these any more. */
    drop(pages: Iterable<Page>): void {
      for (const page of pages) forget(page);
    },
  };
}
