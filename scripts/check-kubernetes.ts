/**
 * Fails when what deploy/kubernetes makes is not what Kubernetes, KEDA and Kueue take, or not what Aias needs. Looks at every
 * overlay as kustomize makes it.
 */
import { resolve } from 'node:path';
import { problemsOf } from './kubernetes/problems.ts';

const problems = await problemsOf(resolve(process.argv[2] ?? '.'));
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
}
