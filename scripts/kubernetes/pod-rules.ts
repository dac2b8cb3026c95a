/** Rules for every pod. */
import { parseConfig, settingWarnings } from '../../src/config/config.ts';
import { InvalidConfiguration } from '../../src/errors.ts';
import type { Container, Workload } from './pods.ts';

/** Sources of a container's environment: data by "ConfigMap <name>" or "Secret <name>". */
export type Sources = ReadonlyMap<string, Record<string, string>>;

export function checkWorkload(workload: Workload, sources: Sources): string[] {
  const { template, title } = workload;
  return [
    ...checkPod(workload),
    ...template.spec.containers.flatMap((container) => [
      ...checkContainer(workload, container),
      ...checkEnvironment(workload, container, sources),
    ]),
  ].map((problem) => `${title}: ${problem}`);
}

function checkPod({ template }: Workload): string[] {
  const { spec } = template;
  const problems: string[] = [];
  if (spec.automountServiceAccountToken !== false) problems.push('automountServiceAccountToken must be false.');
  // Otherwise every Service of the namespace adds environment variables, some of them named like settings.
  if (spec.enableServiceLinks !== false) problems.push('enableServiceLinks must be false.');
  if (spec.securityContext.runAsNonRoot !== true) problems.push('securityContext.runAsNonRoot must be true.');
  // The image names its user, but Kubernetes can only verify from a numeric id that it is not root.
  if (typeof spec.securityContext.runAsUser !== 'number') problems.push('securityContext.runAsUser must be a number.');
  if (!includesAll(spec.securityContext.seccompProfile, { type: 'RuntimeDefault' }))
    problems.push('securityContext.seccompProfile.type must be RuntimeDefault.');
  const volumes = spec.volumes.map(({ name }) => name);
  for (const { volumeMounts } of spec.containers)
    for (const { name } of volumeMounts)
      if (!volumes.includes(name)) problems.push(`the volume ${name} is not defined.`);
  return problems;
}

function checkContainer({ document }: Workload, container: Container): string[] {
  const problems: string[] = [];
  const { resources, securityContext } = container;
  for (const needed of requiredProbes(document.content.kind))
    if (!container[needed]) problems.push(`${container.name} lacks a ${needed}.`);
  for (const needed of ['cpu', 'memory'])
    if (!resources.requests[needed]) problems.push(`${container.name} lacks resources.requests.${needed}.`);
  if (!resources.limits.memory) problems.push(`${container.name} lacks resources.limits.memory.`);
  if (!/^[^:]+(:\d+)?\/[^:]+:(?!latest$)[\w.-]+$/.test(container.image))
    problems.push(
      `${container.name} has the image ${container.image}: name a registry and a version other than latest.`,
    );
  const wanted = {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  };
  if (!includesAll(securityContext, wanted))
    problems.push(`${container.name} must have the securityContext ${JSON.stringify(wanted)}.`);
  return problems;
}

function requiredProbes(kind: string): ('startupProbe' | 'livenessProbe' | 'readinessProbe')[] {
  if (kind === 'Deployment') return ['startupProbe', 'livenessProbe', 'readinessProbe'];
  return kind === 'ScaledJob' ? ['startupProbe', 'livenessProbe'] : [];
}

/** True when every entry of `wanted` is in `given` with the same value. */
function includesAll(given: unknown, wanted: Record<string, unknown>): boolean {
  if (typeof given !== 'object' || given === null) return false;
  const own = new Map<string, unknown>(Object.entries(given));
  return Object.entries(wanted).every(([key, value]) => JSON.stringify(own.get(key)) === JSON.stringify(value));
}

/** Checks that Aias would start with the environment that the container will have. */
function checkEnvironment({ template }: Workload, container: Container, sources: Sources): string[] {
  const problems: string[] = [];
  const environment: Record<string, string> = {};
  const take = (source: string, key: string | null) => {
    const data = sources.get(source);
    if (!data || (key !== null && !(key in data)))
      problems.push(`${source}${key ? ` with the key ${key}` : ''} does not exist.`);
    return data ?? {};
  };
  for (const { configMapRef } of container.envFrom)
    Object.assign(environment, take(`ConfigMap ${configMapRef.name}`, null));
  for (const { name, value, valueFrom } of container.env) {
    const secret = valueFrom?.secretKeyRef;
    environment[name] = secret ? (take(`Secret ${secret.name}`, secret.key)[secret.key] ?? '') : (value ?? '');
  }
  const grace = Number(environment.AIAS_SHUTDOWN_GRACE_SECONDS ?? 0);
  if (container.args[0] === 'worker' && template.spec.terminationGracePeriodSeconds <= grace)
    problems.push(`terminationGracePeriodSeconds must be more than AIAS_SHUTDOWN_GRACE_SECONDS, which is ${grace}.`);
  try {
    problems.push(...settingWarnings(environment));
    if (problems.length === 0) parseConfig(environment);
  } catch (error) {
    if (!(error instanceof InvalidConfiguration)) throw error;
    problems.push(error.message);
  }
  return problems;
}
