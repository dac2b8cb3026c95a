/**
 * Implements the subset of kustomize that deploy/kubernetes uses: resources, components, JSON patches and images. Anything
 * else in a kustomization is an error, so that the checks see what kustomize would render.
 */
import { existsSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Document, InvalidManifest, nameOf, readDocuments, readYaml } from './documents.ts';

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
  /** Every file that was read, as a path relative to the root. */
  files: Set<string>;
}

/** Renders a folder like `kubectl kustomize <folder>`. @throws InvalidManifest */
export function render(root: string, folder: string): Rendered {
  const rendered: Rendered = { documents: [], files: new Set() };
  addFolder(root, folder, rendered);
  const seen = new Set<string>();
  for (const document of rendered.documents) {
    const key = `${document.content.metadata.namespace ?? ''} ${nameOf(document)}`;
    if (seen.has(key)) throw new InvalidManifest(`${document.file}: ${nameOf(document)} is defined twice.`);
    seen.add(key);
  }
  return rendered;
}

function addFolder(root: string, folder: string, rendered: Rendered): void {
  const file = join(folder, 'kustomization.yaml');
  const displayPath = relative(root, file);
  if (!existsSync(file)) throw new InvalidManifest(`${displayPath} does not exist.`);
  const parsed = kustomizationSchema.safeParse(readYaml(file, displayPath)[0]);
  if (!parsed.success) throw new InvalidManifest(`${displayPath}: ${z.prettifyError(parsed.error)}`);
  rendered.files.add(displayPath);
  const { resources, components, patches, images } = parsed.data;
  for (const name of [...resources, ...components]) addResource(root, folder, name, displayPath, rendered);
  for (const { target, patch } of patches) {
    const document = rendered.documents.find(
      ({ content }) => content.kind === target.kind && content.metadata.name === target.name,
    );
    if (!document)
      throw new InvalidManifest(`${displayPath} patches ${target.kind} ${target.name}, which does not exist.`);
    applyPatch(document, patch, displayPath);
  }
  for (const image of images) for (const { content } of rendered.documents) setImage(content, image);
}

function addResource(root: string, folder: string, name: string, displayPath: string, rendered: Rendered): void {
  const path = join(folder, name);
  if (!existsSync(path)) throw new InvalidManifest(`${displayPath} names ${name}, which does not exist.`);
  if (statSync(path).isDirectory()) {
    addFolder(root, path, rendered);
  } else {
    rendered.files.add(relative(root, path));
    rendered.documents.push(...readDocuments(path, relative(root, path)));
  }
}

/** Applies a JSON patch (RFC 6902); each operation must find its target. */
function applyPatch(document: Document, patch: string, displayPath: string): void {
  const operations = z.array(operationSchema).safeParse(parse(patch));
  if (!operations.success) throw new InvalidManifest(`${displayPath}: ${z.prettifyError(operations.error)}`);
  for (const { op, path, value } of operations.data) {
    const keys = path
      .slice(1)
      .split('/')
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = keys.pop() ?? '';
    const parent = keys.reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), document.content);
    if (Array.isArray(parent) && op === 'add' && last === '-') parent.push(value);
    else if (isRecord(parent) && (op === 'add' || last in parent)) parent[last] = value;
    else throw new InvalidManifest(`${displayPath}: ${op} ${path} has no target in ${nameOf(document)}.`);
  }
}

/** Accepts objects and arrays; the keys of an array are its positions. */
function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Sets the image of every container: like kustomize, finds it in any kind that has a pod template. */
function setImage(value: unknown, image: { name: string; newName: string; newTag: string }): void {
  if (!isRecord(value)) return;
  if (value.image === image.name) value.image = `${image.newName}:${image.newTag}`;
  for (const child of Object.values(value)) setImage(child, image);
}
