/** Process of the importer pool: tests one imported network. */
import type { ArtifactAccess } from '../artifacts/artifact-store.ts';
import { type EngineName, startBackend } from '../learning/engine/backend.ts';
import { serveRequests } from './serve-requests.ts';
import { type ImportRequest, verifyImport } from './verify-import.ts';

export function serveImporter(options: { store: ArtifactAccess; backend: EngineName | 'auto' }): Promise<void> {
  const engine = startBackend(options.backend);
  engine.catch(() => undefined); // reported when the engine is needed: an archive may be rejected before that
  return serveRequests<ImportRequest>(Promise.resolve(), (request) => verifyImport(options.store, request, engine));
}
