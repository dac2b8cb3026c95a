/** Which artifacts a task needs, by its spec: its trainer gets these and no others. */
import type { ArtifactGrant } from '../sandbox/artifact-server.ts';
import { samplesPrefix } from '../tasks/sample-artifacts.ts';
import type { TaskSpec } from '../tasks/task-spec.ts';
import type { Job, TaskResult } from './protocol.ts';

export const checkpointsPrefix = (taskId: string): string => `checkpoints/${taskId}`;

export function grantOf({ taskId, organizationId, spec, checkpoints }: Job): ArtifactGrant {
  return {
    organizationId,
    reads: [...inputsOf(spec), ...checkpoints.map(({ key }) => key)],
    writes: [checkpointsPrefix(taskId), samplesPrefix(taskId), 'models', 'predictions', 'evaluations'],
  };
}

function inputsOf(spec: TaskSpec): string[] {
  if (spec.kind === 'EVALUATE' || spec.kind === 'PREDICT') return [spec.dataset.artifactKey, spec.model.artifactKey];
  const { dataset, base } = spec.recipe;
  return base ? [dataset.artifactKey, base.artifactKey] : [dataset.artifactKey];
}

/** The artifacts that a result names. */
export function artifactsOf(result: TaskResult): string[] {
  if (result.kind === 'PREDICT') return [result.artifactKey];
  const report = result.kind === 'EVALUATE' ? result.report : result.model.report;
  const evaluated = report && 'evaluatedKey' in report && report.evaluatedKey ? [report.evaluatedKey] : [];
  return result.kind === 'EVALUATE' ? evaluated : [result.model.artifactKey, ...evaluated];
}
