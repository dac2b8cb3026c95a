/** All that is asked of deploy/kubernetes, together: the schemas, and our own rules upon every overlay as kustomize makes it. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Document, nameOf, readDocuments, Unreadable } from './documents.ts';
import { render } from './kustomize.ts';
import { checkWorkload } from './pod-rules.ts';
import { workloadsOf } from './pods.ts';
import { checkReferences } from './reference-rules.ts';
import { checkSchemas } from './schemas.ts';

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

async function check(root: string): Promise<string[]> {
  const folder = join(root, 'deploy/kubernetes');
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

/** What is wrong with the manifests of the project in a folder. */
export async function problemsOf(root: string): Promise<string[]> {
  try {
    return [...new Set(await check(root))];
  } catch (error) {
    if (error instanceof Unreadable) return [error.message];
    throw error;
  }
}
