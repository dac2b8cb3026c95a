/** Runs every check of deploy/kubernetes: the schemas, and our rules on every overlay as kustomize renders it. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Document, InvalidManifest, nameOf, readDocuments } from './documents.ts';
import { render } from './kustomize.ts';
import { checkWorkload } from './pod-rules.ts';
import { workloadsOf } from './pods.ts';
import { checkReferences } from './reference-rules.ts';
import { checkSchemas } from './schemas.ts';

const secretsFile = 'deploy/kubernetes/secrets.example.yaml';
const placeholder = 'REPLACE-ME';

const dataSchema = z.looseObject({ data: z.record(z.string(), z.string()).optional() });
const secretSchema = z.looseObject({ stringData: z.record(z.string(), z.string()) });

/** @throws InvalidManifest when a value is not a placeholder */
function exampleSecrets(documents: Document[]): Map<string, Record<string, string>> {
  return new Map(
    documents.map((document) => {
      const { stringData } = secretSchema.parse(document.content);
      for (const [key, value] of Object.entries(stringData)) {
        if (!value.includes(placeholder))
          throw new InvalidManifest(`${secretsFile}, ${nameOf(document)}: ${key} must contain ${placeholder}.`);
      }
      return [nameOf(document), stringData];
    }),
  );
}

/** Returns the violations of our rules in one overlay. */
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
  // A document is part of several overlays, usually unchanged.
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
  // The rules rely on what the schemas guarantee.
  return problems.length > 0 ? problems : overlays.flatMap(({ documents }) => checkRules(documents, secrets));
}

/** Returns the problems of the manifests below a project's root. */
export async function validateManifests(root: string): Promise<string[]> {
  try {
    return [...new Set(await check(root))];
  } catch (error) {
    if (error instanceof InvalidManifest) return [error.message];
    throw error;
  }
}
