/** Reads Kubernetes documents from files. */
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

export type Manifest = z.infer<typeof documentSchema>;

export interface Document {
  /** The file that defines the document, for error messages. */
  file: string;
  content: Manifest;
}

export const nameOf = ({ content }: Document) => `${content.kind} ${content.metadata.name}`;

/** A file that cannot be parsed as the manifest that it must be. */
export class InvalidManifest extends Error {}

/** Returns the values of a YAML file, one per document. @throws InvalidManifest naming the line */
export function readYaml(file: string, displayPath: string): unknown[] {
  const documents = parseAllDocuments(readFileSync(file, 'utf8'), { uniqueKeys: true, strict: true });
  if (!Array.isArray(documents)) return [];
  for (const { errors, warnings } of documents) {
    const [problem] = [...errors, ...warnings];
    if (problem) throw new InvalidManifest(`${displayPath}: ${problem.message}`);
  }
  return documents.map((document) => document.toJS());
}

/** @throws InvalidManifest naming the required field that a document lacks */
export function readDocuments(file: string, displayPath: string): Document[] {
  return readYaml(file, displayPath).map((value, index) => {
    const parsed = documentSchema.safeParse(value);
    if (parsed.success) return { file: displayPath, content: parsed.data };
    throw new InvalidManifest(`${displayPath}, document ${index + 1}: ${z.prettifyError(parsed.error)}`);
  });
}
