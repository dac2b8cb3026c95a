/**
 * Fails when what deploy/kubernetes makes is not what Kubernetes, KEDA and Kueue take, or not what Aias needs. Looks at every
 * overlay as kustomize makes it.
 */
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { type Document, nameOf, readDocuments, Unreadable } from './kubernetes/documents.ts';
import { render } from './kubernetes/kustomize.ts';
import { checkWorkload } from './kubernetes/pod-rules.ts';
import { workloadsOf } from './kubernetes/pods.ts';
import { checkReferences } from './kubernetes/reference-rules.ts';
import { checkSchemas } from './kubernetes/schemas.ts';

const root = resolve(process.argv[2] ?? '.');
const folder = join(root, 'deploy/kubernetes');
const secretsFile = 'deploy/kubernetes/secrets.example.yaml';
const placeholder = 'REPLACE-ME';

const dataSchema = z.looseObject({ data: z.record(z.string(), z.string()).optional() });
const secretSchema = z.looseObject({ stringData: z.record(z.string(), z.string()) });

/** @throws Unreadable when a value is not a placeholder */
function exampleSecrets(documents: Document[]): Map<string, Record<string, string>> {
  return new Map(
    documents.map((document) => {
      const { stringData } = secretSchema.parse(document.content);
      for (const [key, value] of Object.entries(stringData)) {
        if (!value.includes(placeholder))
          throw new Unreadable(`${secretsFile}, ${nameOf(document)}: ${key} must contain ${placeholder}.`);
      }
      return [nameOf(document), stringData];
    }),
  );
}

/** What our own rules say of one overlay. */
function checkRules(documents: Document[], secrets: Map<string, Record<string, string>>): string[] {
  const workloads = workloadsOf(documents);
  const configMaps = documents
    .filter(({ content }) => content.kind === 'ConfigMap')
    .map((document) => [nameOf(document), dataSchema.parse(document.content).data ?? {}] as const);
  const sources = new Map([...secrets, ...configMaps]);
  return [
    ...documents
      .filter(({ content }) => content.kind === 'Secret')
      .map((document) => `${document.file}: ${nameOf(document)} must not be in the repository.`),
    ...workloads.flatMap((workload) => checkWorkload(workload, sources)),
    ...checkReferences(documents, workloads, secrets),
  ];
}

async function check(): Promise<string[]> {
  const secretDocuments = readDocuments(join(root, secretsFile), secretsFile);
  const secrets = exampleSecrets(secretDocuments);
  const overlays = readdirSync(join(folder, 'overlays')).map((name) => render(root, join(folder, 'overlays', name)));
  const used = new Set([secretsFile, ...overlays.flatMap(({ files }) => [...files])]);
  const unused = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => `deploy/kubernetes/${name}`)
    .filter((name) => name.endsWith('.yaml') && !used.has(name));
  // The same document is in several overlays, and mostly the same there.
  const distinct = new Map(
    [...secretDocuments, ...overlays.flatMap(({ documents }) => documents)].map((document) => [
      JSON.stringify(document),
      document,
    ]),
  );
  const problems = [
    ...unused.map((name) => `${name} is in no overlay.`),
    ...(await checkSchemas(root, [...distinct.values()])),
  ];
  // The rules speak of what the schemas promise.
  return problems.length > 0 ? problems : overlays.flatMap(({ documents }) => checkRules(documents, secrets));
}

try {
  const problems = new Set(await check());
  if (problems.size > 0) throw new Unreadable([...problems].join('\n'));
} catch (error) {
  if (!(error instanceof Unreadable)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
