/** Documents that were parsed and validated before, the most recently used ones, within a bound in bytes. */
import type { DocumentNode, GraphQLError } from 'graphql';

/** Larger documents are read anew each time: the dashboard's have less than 4 kB. */
const maxCachedCharacters = 16_384;
const maxBytes = 32 * 2 ** 20;
/** A token with the nodes that it belongs to, as measured; and a character of the text. */
const [bytesPerToken, bytesPerCharacter] = [500, 2];

export interface CachedDocument {
  document: DocumentNode;
  /** What validation found; absent: not validated yet. */
  errors?: readonly GraphQLError[];
}

export interface DocumentCache {
  get(text: string): CachedDocument | undefined;
  set(text: string, tokens: number, document: DocumentNode): void;
  /** The entry of a document that lies in the cache. */
  of(document: DocumentNode): CachedDocument | undefined;
  /** Estimated bytes of everything in it. */
  bytes(): number;
}

export function createDocumentCache(): DocumentCache {
  /** In the order of their last use. */
  const entries = new Map<string, CachedDocument & { bytes: number }>();
  const byDocument = new WeakMap<DocumentNode, CachedDocument>();
  let total = 0;

  function remove(text: string): void {
    total -= entries.get(text)?.bytes ?? 0;
    entries.delete(text);
  }

  return {
    get(text) {
      const entry = entries.get(text);
      if (!entry) return undefined;
      entries.delete(text);
      entries.set(text, entry);
      return entry;
    },
    set(text, tokens, document) {
      if (text.length > maxCachedCharacters) return;
      remove(text);
      const entry = { document, bytes: bytesPerToken * tokens + bytesPerCharacter * text.length };
      entries.set(text, entry);
      byDocument.set(document, entry);
      total += entry.bytes;
      for (const oldest of entries.keys()) {
        if (total <= maxBytes) break;
        remove(oldest);
      }
    },
    of: (document) => byDocument.get(document),
    bytes: () => total,
  };
}
