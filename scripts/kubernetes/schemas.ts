/**
 * Validates documents against the schemas that Kubernetes and KEDA publish, as the packages kubernetes-models and
 * @kubernetes-models/keda carry them: validators generated from the OpenAPI documents, which let unknown fields pass, and
 * types, which do not. Kueue has no such package, so its few kinds are declared here after its CustomResourceDefinitions
 * (v1beta2).
 */
import { join } from 'node:path';
import ts from 'typescript';
import { z } from 'zod';
import { type Document, nameOf } from './documents.ts';

const metadata = z.looseObject({ name: z.string() });
const quantity = z.string().regex(/^\d+(\.\d+)?(m|[kMGTPE]i?)?$/, 'must be a quantity such as 4, 500m or 16Gi');
const resource = z.strictObject({
  name: z.string(),
  nominalQuota: quantity,
  borrowingLimit: quantity.optional(),
  lendingLimit: quantity.optional(),
});
const taint = z.strictObject({
  key: z.string(),
  value: z.string().optional(),
  effect: z.enum(['NoSchedule', 'NoExecute']),
});

/** Kinds of kueue.x-k8s.io/v1beta2. */
const kueue: Record<string, z.ZodType> = {
  ResourceFlavor: z.strictObject({
    metadata,
    spec: z
      .strictObject({
        nodeLabels: z.record(z.string(), z.string()).optional(),
        nodeTaints: z.array(taint).max(8).optional(),
      })
      .optional(),
  }),
  ClusterQueue: z.strictObject({
    metadata,
    spec: z.strictObject({
      namespaceSelector: z.strictObject({ matchLabels: z.record(z.string(), z.string()).optional() }).optional(),
      cohortName: z.string().optional(),
      queueingStrategy: z.enum(['StrictFIFO', 'BestEffortFIFO']).optional(),
      preemption: z
        .strictObject({
          withinClusterQueue: z.enum(['Never', 'LowerPriority', 'LowerOrNewerEqualPriority']).optional(),
          reclaimWithinCohort: z.enum(['Never', 'LowerPriority', 'Any']).optional(),
        })
        .optional(),
      resourceGroups: z.array(
        z.strictObject({
          coveredResources: z.array(z.string()).min(1),
          flavors: z.array(z.strictObject({ name: z.string(), resources: z.array(resource).min(1) })).min(1),
        }),
      ),
    }),
  }),
  LocalQueue: z.strictObject({ metadata, spec: z.strictObject({ clusterQueue: z.string() }) }),
  WorkloadPriorityClass: z.strictObject({ metadata, value: z.int(), description: z.string().optional() }),
};

interface Validator {
  validate(): void;
}
type Models = Record<string, (new (content: unknown) => Validator) | undefined>;

/** Returns every violation of the kinds' schemas. */
export async function checkSchemas(root: string, documents: Document[]): Promise<string[]> {
  const problems: string[] = [];
  const published: Document[] = [];
  for (const document of documents) {
    const { apiVersion, kind, ...rest } = document.content;
    if (apiVersion.startsWith('kueue.x-k8s.io/')) problems.push(...checkKueue(document, rest));
    else {
      const problem = await validate(document);
      if (problem) problems.push(problem);
      else published.push(document);
    }
  }
  return [...problems, ...checkTypes(root, published)];
}

function checkKueue(document: Document, rest: unknown): string[] {
  const { apiVersion, kind } = document.content;
  const schema = apiVersion === 'kueue.x-k8s.io/v1beta2' ? kueue[kind] : undefined;
  if (!schema) return [`${document.file}: ${apiVersion} ${kind} is no known kind.`];
  const parsed = schema.safeParse(rest);
  return parsed.success ? [] : [`${document.file}, ${nameOf(document)}: ${z.prettifyError(parsed.error)}`];
}

const moduleOf = (apiVersion: string) =>
  apiVersion.startsWith('keda.sh/') ? `@kubernetes-models/keda/${apiVersion}` : `kubernetes-models/${apiVersion}`;

async function validate(document: Document): Promise<string | null> {
  const { apiVersion, kind } = document.content;
  // Importing a group and version that no package has fails.
  const models: Models = await import(moduleOf(apiVersion)).catch(() => ({}));
  const Model = models[kind];
  if (!Model) return `${document.file}: ${apiVersion} ${kind} is no known kind.`;
  try {
    new Model(document.content).validate();
    return null;
  } catch (error) {
    return `${document.file}, ${nameOf(document)}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Compiles the documents as TypeScript values of their kinds' types, which finds fields that a kind does not have. */
function checkTypes(root: string, documents: Document[]): string[] {
  const file = join(root, 'kubernetes-documents.ts');
  const lines = documents.map(({ content }, index) => {
    const type = `import('${moduleOf(content.apiVersion)}').I${content.kind}`;
    return `export const document${index}: ${type} = ${JSON.stringify(content)};`;
  });
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, target) =>
    name === file ? ts.createSourceFile(file, lines.join('\n'), target, true) : getSourceFile(name, target);
  return ts.getPreEmitDiagnostics(ts.createProgram([file], options, host)).map((diagnostic) => {
    const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ');
    if (!diagnostic.file || diagnostic.start === undefined) return message;
    const { line } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start);
    const document = documents[line];
    const field = pathAt(diagnostic.file, diagnostic.start);
    return document ? `${document.file}, ${nameOf(document)}, ${field}: ${message}` : message;
  });
}

/** Returns the path of a position in a document, such as "spec.template.spec". */
function pathAt(source: ts.SourceFile, position: number): string {
  const path: string[] = [];
  const visit = (node: ts.Node): void => {
    if (position < node.getStart(source) || position >= node.getEnd()) return;
    if (ts.isPropertyAssignment(node)) path.push(node.name.getText(source).replaceAll('"', ''));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return path.join('.');
}
