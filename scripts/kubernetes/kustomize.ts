/**
 * As much of kustomize as deploy/kubernetes uses: resources, components, JSON patches and images. Anything else in a kustomization
 * is a problem, so that what is checked is what kustomize makes.
 */
import { existsSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Document, nameOf, readDocuments, readYaml, Unreadable } from './documents.ts';

const operationSchema = z.strictObject({
  op: z.enum(['add', 'replace']),
  path: z.string().startsWith('/'),
  value: z.unknown(),
});

const kustomizationSchema = z.strictObject({
  apiVersion: z.enum(['kustomize.config.k8s.io/v1beta1', 'kustomize.config.k8s.io/v1alpha1']),
  kind: z.enum(['Kustomization', 'Component']),
  resources: z.array(z.string()).default([]),
  components: z.array(z.string()).default([]),
  images: z.array(z.strictObject({ name: z.string(), newName: z.string(), newTag: z.string() })).default([]),
  patches: z
    .array(z.strictObject({ target: z.strictObject({ kind: z.string(), name: z.string() }), patch: z.string() }))
    .default([]),
});

export interface Rendered {
  documents: Document[];
  /** Every file that was read, by its path from the root. */
  files: Set<string>;
}

/** What `kubectl kustomize <folder>` makes of a folder. @throws Unreadable */
export function render(root: string, folder: string): Rendered {
  const rendered: Rendered = { documents: [], files: new Set() };
  addFolder(root, folder, rendered);
  const seen = new Set<string>();
  for (const document of rendered.documents) {
    const key = `${document.content.metadata.namespace ?? ''} ${nameOf(document)}`;
    if (seen.has(key)) throw new Unreadable(`${document.file}: ${nameOf(document)} is there twice.`);
    seen.add(key);
  }
  return rendered;
}

function addFolder(root: string, folder: string, rendered: Rendered): void {
  const file = join(folder, 'kustomization.yaml');
  const shown = relative(root, file);
  if (!existsSync(file)) throw new Unreadable(`${shown} is not there.`);
  const parsed = kustomizationSchema.safeParse(readYaml(file, shown)[0]);
  if (!parsed.success) throw new Unreadable(`${shown}: ${z.prettifyError(parsed.error)}`);
  rendered.files.add(shown);
  const { resources, components, patches, images } = parsed.data;
  for (const name of [...resources, ...components]) addResource(root, folder, name, shown, rendered);
  for (const { target, patch } of patches) {
    const document = rendered.documents.find(
      ({ content }) => content.kind === target.kind && content.metadata.name === target.name,
    );
    if (!document) throw new Unreadable(`${shown} patches ${target.kind} ${target.name}, which is not there.`);
    applyPatch(document, patch, shown);
  }
  for (const image of images) for (const { content } of rendered.documents) setImage(content, image);
}

function addResource(root: string, folder: string, name: string, shown: string, rendered: Rendered): void {
  const path = join(folder, name);
  if (!existsSync(path)) throw new Unreadable(`${shown} names ${name}, which is not there.`);
  if (statSync(path).isDirectory()) {
    addFolder(root, path, rendered);
  } else {
    rendered.files.add(relative(root, path));
    rendered.documents.push(...readDocuments(path, relative(root, path)));
  }
}

/** A JSON patch (RFC 6902) of operations that must find what they change. */
function applyPatch(document: Document, patch: string, shown: string): void {
  const operations = z.array(operationSchema).safeParse(parse(patch));
  if (!operations.success) throw new Unreadable(`${shown}: ${z.prettifyError(operations.error)}`);
  for (const { op, path, value } of operations.data) {
    const keys = path
      .slice(1)
      .split('/')
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = keys.pop() ?? '';
    const parent = keys.reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), document.content);
    if (Array.isArray(parent) && op === 'add' && last === '-') parent.push(value);
    else if (isRecord(parent) && (op === 'add' || last in parent)) parent[last] = value;
    else throw new Unreadable(`${shown}: ${op} ${path} finds nothing in ${nameOf(document)}.`);
  }
}

/** An object, or an array, whose keys are its positions. */
function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Wherever a container stands: kustomize finds it in any kind that has a pod template. */
function setImage(value: unknown, image: { name: string; newName: string; newTag: string }): void {
  if (!isRecord(value)) return;
  if (value.image === image.name) value.image = `${image.newName}:${image.newTag}`;
  for (const child of Object.values(value)) setImage(child, image);
}
