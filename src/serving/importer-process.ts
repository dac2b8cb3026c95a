/** The process that tries one imported network out. */
import type { ArtifactAccess } from '../artifacts/artifact-store.ts';
import { type EngineName, startBackend } from '../learning/engine/backend.ts';
import { serveRequests } from './serve-requests.ts';
import { type ImportRequest, tryOut } from './try-out.ts';

export function serveImporter(options: { store: ArtifactAccess; backend: EngineName | 'auto' }): Promise<void> {
  const engine = startBackend(options.backend);
  engine.catch(() => undefined); // said when it is needed: an archive may be refused without
  return serveRequests<ImportRequest>(Promise.resolve(), (request) => tryOut(options.store, request, engine));
}
