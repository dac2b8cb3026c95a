/** Kubernetes documents as they lie in files. */
import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

const documentSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    labels: z.record(z.string(), z.string()).default({}),
  }),
});

export type Content = z.infer<typeof documentSchema>;

export interface Document {
  /** Where it comes from, for whoever must mend it. */
  file: string;
  content: Content;
}

export const nameOf = ({ content }: Document) => `${content.kind} ${content.metadata.name}`;

/** A file that cannot be read as what it must be. */
export class Unreadable extends Error {}

/** The values of a YAML file, one a document. @throws Unreadable naming the line */
export function readYaml(file: string, shown: string): unknown[] {
  const documents = parseAllDocuments(readFileSync(file, 'utf8'), { uniqueKeys: true, strict: true });
  if (!Array.isArray(documents)) return [];
  for (const { errors, warnings } of documents) {
    const [problem] = [...errors, ...warnings];
    if (problem) throw new Unreadable(`${shown}: ${problem.message}`);
  }
  return documents.map((document) => document.toJS());
}

/** @throws Unreadable naming what every Kubernetes document has and this one lacks */
export function readDocuments(file: string, shown: string): Document[] {
  return readYaml(file, shown).map((value, index) => {
    const parsed = documentSchema.safeParse(value);
    if (parsed.success) return { file: shown, content: parsed.data };
    throw new Unreadable(`${shown}, document ${index + 1}: ${z.prettifyError(parsed.error)}`);
  });
}
