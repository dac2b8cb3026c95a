/**
 * Fails when the rendered manifests of deploy/kubernetes violate the schemas of Kubernetes, KEDA and Kueue or the rules of
 * Aias. Checks every overlay as kustomize renders it.
 */
import { resolve } from 'node:path';
import { validateManifests } from './kubernetes/validate.ts';

const problems = await validateManifests(resolve(process.argv[2] ?? '.'));
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
}
