import type { ArtifactAccess } from '../../artifacts/artifact-store.ts';
import type { TrainingContext } from '../../learning/context.ts';
import type { Engine } from '../../learning/engine/backend.ts';
import type { Logger } from '../../log.ts';

/** What a task of any kind uses while it runs. */
export interface JobContext extends TrainingContext {
  taskId: string;
  store: ArtifactAccess;
  engine: Engine;
  aiasVersion: string;
  log: Pick<Logger, 'error'>;
}
