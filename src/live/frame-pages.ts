/**
 * Serialized events of a broadcast group, by their position in the log. A log never changes, so an event is executed and
 * serialized once for all later subscribers. A restarted gateway therefore serves a storm of reconnecting clients, each with its
 * own cursor, with few executions.
 *
 *   page 0         page 1         page 2 (the last one grows)
 *   1 ... 64       65 ... 128     129 ... 140
 */

/** One event as its subscribers receive it, without the envelope of their transport. */
export interface Frame {
  position: number;
  /** The cursor that a client sends to continue after this event. */
  cursor: string;
  /** An execution result as JSON. */
  json: string;
}

/** Consecutive frames. A transport encodes them once for all of its clients. */
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

  /** Returns the frames encoded by `encode`, cached under `key`. Each key must always be used with the same encoder. */
  encoded<T>(key: string, encode: (frames: readonly Frame[]) => T): T {
    const known = this.encodings.get(key) as T | undefined; // each key has one encoder
    if (known !== undefined) return known;
    const made = encode(this.frames);
    this.encodings.set(key, made);
    return made;
  }
}

export const pageLength = 64;
/** Bytes per frame in addition to its JSON: the object, its cursor, its share of an encoding. */
const frameOverhead = 250;

/** Returns the index of the page that has the frame after `position`. */
export const pageIndexAfter = (position: number) => Math.floor(position / pageLength);

export interface Page {
  /** The pages of the same group. */
  readonly group: Map<number, Page>;
  readonly index: number;
  readonly frames: Frame[];
  /** The complete page as one batch; null while the page still grows. */
  sealedBatch: Batch | null;
}

/** Returns the page's frames after a position; null if there are none. */
export function readAfter({ sealedBatch, frames }: Page, position: number): Batch | null {
  if (sealedBatch && position < sealedBatch.first) return sealedBatch;
  const rest = frames.filter((frame) => frame.position > position);
  return rest.length > 0 ? new Batch(rest) : null;
}

export type PageCache = ReturnType<typeof createPageCache>;

/** Keeps the pages of all groups together within `limitBytes` by evicting the least recently used ones. */
export function createPageCache(limitBytes: number) {
  const byUse = new Map<Page, number>();
  let bytes = 0;

  function forget(page: Page): void {
    bytes -= byUse.get(page) ?? 0;
    byUse.delete(page);
  }

  return {
    /** Adds a complete page and seals it. A group's last page, which still grows, is not in the cache. */
    add(page: Page): void {
      page.sealedBatch = new Batch(page.frames);
      // Counts the text and one transport's encoding of it.
      const size = page.frames.reduce((sum, { json }) => sum + 2 * json.length + frameOverhead, 0);
      byUse.set(page, size);
      bytes += size;
      for (const [oldest] of byUse) {
        if (bytes <= limitBytes || byUse.size === 1) return;
        forget(oldest);
        oldest.group.delete(oldest.index);
      }
    },

    touch(page: Page): void {
      const size = byUse.get(page);
      if (size === undefined) return;
      byUse.delete(page);
      byUse.set(page, size);
    },

    /** Removes the pages of a closed group. */
    evict(pages: Iterable<Page>): void {
      for (const page of pages) forget(page);
    },
  };
}
