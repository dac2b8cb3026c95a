/** Derives the artifacts that a task needs from its spec. Its trainer gets access to these and no others. */
import type { ArtifactGrant } from '../sandbox/artifact-server.ts';
import { previewPrefix } from '../tasks/preview-artifacts.ts';
import type { TaskSpec } from '../tasks/task-spec.ts';
import type { Job, TaskResult } from './trainer/protocol.ts';

export const checkpointsPrefix = (taskId: string): string => `checkpoints/${taskId}`;

export function grantOf({ taskId, organizationId, spec, checkpoints }: Job): ArtifactGrant {
  return {
    organizationId,
    reads: [...inputsOf(spec), ...checkpoints.map(({ key }) => key)],
    writes: [checkpointsPrefix(taskId), previewPrefix(taskId), 'models', 'predictions', 'evaluations'],
  };
}

function inputsOf(spec: TaskSpec): string[] {
  if (spec.kind === 'EVALUATE' || spec.kind === 'PREDICT') return [spec.dataset.artifactKey, spec.model.artifactKey];
  const { dataset, baseModelVersion } = spec.recipe;
  return baseModelVersion ? [dataset.artifactKey, baseModelVersion.artifactKey] : [dataset.artifactKey];
}

/** Returns the keys of the artifacts that a result references. */
export function artifactsOf(result: TaskResult): string[] {
  if (result.kind === 'PREDICT') return [result.artifactKey];
  const report = result.kind === 'EVALUATE' ? result.report : result.model.report;
  const evaluated = report && 'evaluatedKey' in report && report.evaluatedKey ? [report.evaluatedKey] : [];
  return result.kind === 'EVALUATE' ? evaluated : [result.model.artifactKey, ...evaluated];
}
