/** An LRU cache of parsed and validated documents, limited in bytes. */
import type { DocumentNode, GraphQLError } from 'graphql';

/** Larger documents are not cached. The dashboard's have less than 4 kB. */
const maxCachedCharacters = 16_384;
const maxBytes = 32 * 2 ** 20;
/** Measured memory of a token with its share of AST nodes, and of a character of the text. */
const [bytesPerToken, bytesPerCharacter] = [500, 2];

export interface CachedDocument {
  document: DocumentNode;
  /** Validation errors; absent when the document has not been validated yet. */
  errors?: readonly GraphQLError[];
}

export interface DocumentCache {
  get(text: string): CachedDocument | undefined;
  set(text: string, tokens: number, document: DocumentNode): void;
  /** Returns the cache entry of a parsed document. */
  of(document: DocumentNode): CachedDocument | undefined;
  /** Estimated size of the cache, in bytes. */
  bytes(): number;
}

export function createDocumentCache(): DocumentCache {
  /** Entries, least recently used first. */
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
