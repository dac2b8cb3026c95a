/** Rules for references between documents: every referenced document must exist, and every selector must match a pod. */
import { z } from 'zod';
import { type Document, nameOf } from './documents.ts';
import type { Workload } from './pods.ts';

const labels = z.record(z.string(), z.string());
const selector = z.looseObject({ matchLabels: labels });
const named = z.looseObject({ name: z.string() });

/** The parts of documents that reference others. All are optional. */
const namesSchema = z.looseObject({
  metadata: z.looseObject({ labels: labels.default({}) }),
  spec: z
    .looseObject({
      selector: z.union([selector, labels.transform((matchLabels) => ({ matchLabels }))]).optional(),
      podSelector: z.looseObject({ matchLabels: labels.optional() }).optional(),
      scaleTargetRef: named.optional(),
      triggers: z.array(z.looseObject({ authenticationRef: named })).default([]),
      secretTargetRef: z.array(z.looseObject({ name: z.string(), key: z.string() })).default([]),
      clusterQueue: z.string().optional(),
      resourceGroups: z.array(z.looseObject({ flavors: z.array(named) })).default([]),
      rules: z
        .array(
          z.looseObject({
            http: z.looseObject({ paths: z.array(z.looseObject({ backend: z.looseObject({ service: named }) })) }),
          }),
        )
        .default([]),
    })
    .default({ triggers: [], secretTargetRef: [], resourceGroups: [], rules: [] }),
});

/** Returns a problem for every reference without a target. @param secrets the keys of each secret */
export function checkReferences(
  documents: Document[],
  workloads: Workload[],
  secrets: ReadonlyMap<string, Record<string, string>>,
): string[] {
  const there = new Set(documents.map(nameOf));
  return documents.flatMap((document) => {
    const workload = workloads.find((candidate) => candidate.document === document);
    const { metadata, spec } = namesSchema.parse(document.content);
    const names = [
      ...(workload?.template.spec.serviceAccountName
        ? [`ServiceAccount ${workload.template.spec.serviceAccountName}`]
        : []),
      ...(spec.scaleTargetRef ? [`Deployment ${spec.scaleTargetRef.name}`] : []),
      ...spec.triggers.map(({ authenticationRef }) => `TriggerAuthentication ${authenticationRef.name}`),
      ...spec.rules.flatMap(({ http }) => http.paths.map(({ backend }) => `Service ${backend.service.name}`)),
      ...(spec.clusterQueue ? [`ClusterQueue ${spec.clusterQueue}`] : []),
      ...spec.resourceGroups.flatMap(({ flavors }) => flavors.map(({ name }) => `ResourceFlavor ${name}`)),
      ...label(metadata.labels, 'kueue.x-k8s.io/queue-name', 'LocalQueue'),
      ...label(metadata.labels, 'kueue.x-k8s.io/priority-class', 'WorkloadPriorityClass'),
    ];
    const missing = names.filter((name) => !there.has(name)).map((name) => `${name} is not there.`);
    for (const { name, key } of spec.secretTargetRef)
      if (!(key in (secrets.get(`Secret ${name}`) ?? {})))
        missing.push(`Secret ${name} with the key ${key} does not exist.`);
    const selectors = [spec.selector?.matchLabels, spec.podSelector?.matchLabels].filter(
      (wanted) => wanted !== undefined,
    );
    const own =
      workload?.template.spec.topologySpreadConstraints.map(({ labelSelector }) => labelSelector.matchLabels) ?? [];
    const among = workload ? [workload] : workloads;
    for (const wanted of [...selectors, ...own])
      if (!among.some(({ template }) => matches(template.metadata.labels, wanted)))
        missing.push(`no pod has the labels ${JSON.stringify(wanted)}.`);
    return missing.map((problem) => `${document.file}, ${nameOf(document)}: ${problem}`);
  });
}

const label = (all: Record<string, string>, key: string, kind: string) => (all[key] ? [`${kind} ${all[key]}`] : []);

function matches(own: Record<string, string>, wanted: Record<string, string>): boolean {
  return Object.entries(wanted).every(([key, value]) => own[key] === value);
}
