/**
 * Trusted documents (persisted operations): clients send the SHA-256 hash of a document that the operator has published, instead
 * of its text, over every transport. Hashes come as `documentId` or as `extensions.persistedQuery.sha256Hash`.
 */
import { createHash } from 'node:crypto';
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { z } from 'zod';
import { limits } from '../graphql/cost/limits.ts';
import { withHttp } from '../graphql/http-status.ts';

/** `off`: no hashes; `allow`: hashes beside any document; `only`: nothing but trusted documents. */
export type TrustMode = 'off' | 'allow' | 'only';

/** The parameters of a request that name its document. */
export interface DocumentReference {
  query?: string | null | undefined;
  documentId?: unknown;
  extensions?: unknown;
}

/** Returns the text of the document to execute, or the error for a document that is not trusted. */
export type ResolveDocument = (reference: DocumentReference) => string | GraphQLError;

export interface TrustOptions {
  mode: TrustMode;
  /** Documents by the hash of their text. */
  documents: ReadonlyMap<string, string>;
}

const persistedQuery = z.object({ persistedQuery: z.object({ sha256Hash: z.string() }) });

export function createDocumentResolver({ mode, documents }: TrustOptions): ResolveDocument {
  return ({ query, documentId, extensions }) => {
    const hash = hashOf(documentId, extensions);
    if (hash instanceof GraphQLError) return hash;
    // graphql-ws requires a text, so its clients send an empty one beside a hash.
    const text = query || null;
    if (hash === null) return isAllowed(text ?? '') ? (query ?? missingDocument()) : untrusted();
    const isAutomatic = persistedQuery.safeParse(extensions).success;
    if (mode === 'off') return text ?? notSupported(isAutomatic);
    if (text !== null && sha256(text) !== hash) return mismatch();
    return documents.get(hash) ?? (mode === 'allow' && text !== null ? text : notFound(isAutomatic));
  };

  function isAllowed(text: string): boolean {
    // Documents that are too long are rejected before they are parsed.
    return mode !== 'only' || text.length > limits.documentCharacters || documents.has(sha256(text));
  }
}

/** Resolves the documents of the requests that yoga serves. It must precede plugins that read the document. */
export function trustPlugin(resolve: ResolveDocument): Plugin {
  return {
    onParams({ params, request, setParams }) {
      const { query, extensions } = params;
      if (typeof (query ?? '') !== 'string') return; // yoga reports it
      // In a body, yoga keeps it beside the parameters that it knows.
      const { documentId = new URL(request.url).searchParams.get('documentId') } = params as DocumentReference;
      const resolved = resolve({ query, documentId, extensions });
      if (resolved instanceof GraphQLError) throw resolved;
      setParams({ ...params, query: resolved });
    },
  };
}

/** Returns the lower-case hash of a text. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Returns the hash that a request names, null when it names none, or an error when it names two. */
function hashOf(documentId: unknown, extensions: unknown): string | null | GraphQLError {
  const parsed = persistedQuery.safeParse(extensions);
  const hashes = [typeof documentId === 'string' ? documentId : null, parsed.data?.persistedQuery.sha256Hash ?? null]
    .filter((hash) => hash !== null)
    .map((hash) => hash.replace(/^sha256:/, '').toLowerCase());
  const [first = null, second = first] = hashes;
  return first === second ? first : mismatch();
}

function refusal(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: withHttp({ code }, { status: 400 }) });
}

const missingDocument = () => refusal('BAD_REQUEST', 'The request has no document. Send `query`.');
// Clients that send `extensions.persistedQuery` send the text too once they receive these messages: urql compares no code.
const notSupported = (isAutomatic: boolean) =>
  refusal(
    'PERSISTED_QUERY_NOT_SUPPORTED',
    isAutomatic
      ? 'PersistedQueryNotSupported'
      : 'This gateway accepts no hashes of documents. Send the document as `query`.',
  );
const notFound = (isAutomatic: boolean) =>
  refusal(
    'PERSISTED_QUERY_NOT_FOUND',
    isAutomatic
      ? 'PersistedQueryNotFound'
      : 'No trusted document has this hash. Publish it in AIAS_TRUSTED_DOCUMENTS_FILE.',
  );
const mismatch = () =>
  refusal(
    'PERSISTED_QUERY_MISMATCH',
    'The request names two different documents. Send the hash or the document, not both.',
  );
const untrusted = () =>
  refusal('UNTRUSTED_DOCUMENT', 'This gateway runs only trusted documents. Send the hash of one as `documentId`.');
