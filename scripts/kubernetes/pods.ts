/** Extracts the pods that documents define, with the parts that the rules check. */
import { z } from 'zod';
import { type Document, InvalidManifest, nameOf } from './documents.ts';

const labels = z.record(z.string(), z.string()).default({});
const reference = z.looseObject({ name: z.string(), key: z.string() });

const containerSchema = z.looseObject({
  name: z.string(),
  image: z.string(),
  args: z.array(z.string()).default([]),
  env: z
    .array(
      z.looseObject({
        name: z.string(),
        value: z.string().optional(),
        valueFrom: z.looseObject({ secretKeyRef: reference.optional() }).optional(),
      }),
    )
    .default([]),
  envFrom: z.array(z.looseObject({ configMapRef: z.looseObject({ name: z.string() }) })).default([]),
  startupProbe: z.unknown().optional(),
  livenessProbe: z.unknown().optional(),
  readinessProbe: z.unknown().optional(),
  ports: z.array(z.looseObject({ name: z.string(), containerPort: z.number() })).default([]),
  resources: z.looseObject({ requests: labels, limits: labels }).default({ requests: {}, limits: {} }),
  securityContext: z.looseObject({}).default({}),
  volumeMounts: z.array(z.looseObject({ name: z.string() })).default([]),
});

const templateSchema = z.looseObject({
  metadata: z.looseObject({ labels }).default({ labels: {} }),
  spec: z.looseObject({
    serviceAccountName: z.string().optional(),
    automountServiceAccountToken: z.boolean().optional(),
    enableServiceLinks: z.boolean().optional(),
    terminationGracePeriodSeconds: z.number().default(30),
    securityContext: z.looseObject({ runAsNonRoot: z.boolean().optional() }).default({}),
    topologySpreadConstraints: z
      .array(z.looseObject({ labelSelector: z.looseObject({ matchLabels: labels }) }))
      .default([]),
    containers: z.array(containerSchema).min(1),
    volumes: z.array(z.looseObject({ name: z.string() })).default([]),
  }),
});

export type Container = z.infer<typeof containerSchema>;
export type PodTemplate = z.infer<typeof templateSchema>;

export interface Workload {
  document: Document;
  /** For example "deploy/kubernetes/base/gateway.yaml, Deployment aias-gateway". */
  title: string;
  template: PodTemplate;
}

const withTemplate = z.looseObject({ template: templateSchema });

/** Where each kind that creates pods keeps its pod template. */
const templates: Record<string, z.ZodType<PodTemplate> | undefined> = {
  Deployment: z.looseObject({ spec: withTemplate }).transform(({ spec }) => spec.template),
  Job: z.looseObject({ spec: withTemplate }).transform(({ spec }) => spec.template),
  ScaledJob: z
    .looseObject({ spec: z.looseObject({ jobTargetRef: withTemplate }) })
    .transform(({ spec }) => spec.jobTargetRef.template),
};

/** @throws InvalidManifest when a pod template is invalid */
export function workloadsOf(documents: Document[]): Workload[] {
  return documents.flatMap((document) => {
    const schema = templates[document.content.kind];
    if (!schema) return [];
    const title = `${document.file}, ${nameOf(document)}`;
    const { data: template, error } = schema.safeParse(document.content);
    if (!template) throw new InvalidManifest(`${title}: ${z.prettifyError(error)}`);
    return [{ document, template, title }];
  });
}
