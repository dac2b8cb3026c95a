/** Runs the examples of README.md and docs/api.md as they are written. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { getOperationAST, OperationTypeNode, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiClient, createApiClient } from '../../src/demo/client.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { type RawAnswer, transports } from '../support/transports.ts';
import { waitFor } from '../support/wait-for.ts';

interface Block {
  language: string;
  /** What follows the language, such as the name of a file. */
  title: string;
  text: string;
}

/** What the results of the examples have in common. */
type Result = Record<string, unknown> & {
  id?: string;
  token?: string;
  dataset?: { id: string };
  upload?: { url: string };
  pageInfo?: { endCursor: string };
};

/** A reader who follows a document: what an example returns is at hand for the next one. */
interface Reader {
  client: ApiClient;
  token: string;
  /** Values of the variables of the examples, by name. */
  known: Record<string, string>;
}

const iris = [
  'sepal_length,sepal_width,petal_length,petal_width,species',
  ...Array.from({ length: 60 }, (_, row) =>
    row % 2 ? `${5 + row / 60},3.${row % 10},1.4,0.2,setosa` : `${6 + row / 60},2.${row % 10},4.5,1.4,versicolor`,
  ),
].join('\n');

let folder: string;
let platform: TestPlatform;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aias-examples-'));
  await writeFile(join(folder, 'iris.csv'), iris);
  const documents = (await blocksOf('docs/api.md')).find(({ title }) => title === 'persisted-documents.json');
  await writeFile(join(folder, 'persisted-documents.json'), documents?.text ?? '');
  platform = await startTestPlatform({
    AIAS_TRUSTED_DOCUMENTS: 'allow',
    AIAS_TRUSTED_DOCUMENTS_FILE: join(folder, 'persisted-documents.json'),
  });
  await platform.startWorker();
});
afterAll(async () => {
  await platform?.stop();
  await rm(folder, { recursive: true });
});

async function blocksOf(path: string): Promise<Block[]> {
  const fenced = (await readFile(path, 'utf8')).matchAll(/^```(\w+)[ ]?(.*)\n([\s\S]*?)^```$/gm);
  return [...fenced].map(([, language = '', title = '', text = '']) => ({ language, title, text }));
}

/** Runs a query or mutation. A launch with a key is repeated, to see that it returns the same task. */
async function execute({ token, known }: Reader, query: string): Promise<RawAnswer> {
  const send = () => transports.HTTP(platform.url, { query, variables: known }, token);
  const answer = await send();
  const idOf = ({ data }: RawAnswer) => (data as { launchTask?: Result } | null)?.launchTask?.id;
  if (query.includes('idempotencyKey')) expect(idOf(await send())).toBe(idOf(answer));
  return answer;
}

/** Follows a subscription to its end; returns its results. */
async function follow({ client, known }: Reader, query: string): Promise<Result[]> {
  const results: Result[] = [];
  await client.subscribe<Record<string, Result>>(query, known, (data) => results.push(...Object.values(data)));
  expect(results.length).toBeGreaterThan(0);
  return results;
}

function learn(reader: Reader, field: string, result: Result): void {
  const { known } = reader;
  if (result.token) {
    reader.token = result.token;
    reader.client.useToken(result.token);
  }
  if (field === 'configureModel' && result.id) known.configurationId = result.id;
  if (field === 'launchTask' && result.id) known.taskId = result.id;
  if (result.dataset) known.datasetId = result.dataset.id;
  if (result.upload) known.uploadUrl = result.upload.url;
  if (result.pageInfo) known.endCursor = result.pageInfo.endCursor;
}

/** Runs a command in the folder; what the reader knows are variables of the shell, such as DATASET_ID. */
async function runCommand({ token, known }: Reader, command: string): Promise<string> {
  const variables = Object.entries(known).map(([name, value]) => [name.replace(/[A-Z]/g, '_$&').toUpperCase(), value]);
  const env = { PATH: process.env.PATH, AIAS_URL: platform.url, TOKEN: token, ...Object.fromEntries(variables) };
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', command], { cwd: folder, env });
  return stdout;
}

/** Replaces what differs between two runs of an example by its type. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, shapeOf(inside)]));
}

/** The documented response has every part of the real one, and its codes and messages. */
function expectDocumented(answer: unknown, documented: string): void {
  const { data, errors, extensions } = answer as RawAnswer;
  const expected = JSON.parse(documented) as RawAnswer;
  expect(shapeOf({ data, ...(expected.extensions && { extensions }) })).toEqual(
    shapeOf({ data: expected.data, ...(expected.extensions && { extensions: expected.extensions }) }),
  );
  expect({ data, errors: errors ?? [] }).toMatchObject({ data: expected.data, errors: expected.errors ?? [] });
}

test('the examples of docs/api.md run from top to bottom, with the documented responses', async () => {
  const client = await platform.signUp();
  const reader: Reader = { client, token: platform.tokenOf(client), known: {} };
  const ran: string[] = [];
  const blocks = await blocksOf('docs/api.md');
  for (const [at, { language, text }] of blocks.entries()) {
    const next = blocks[at + 1];
    const documented = next?.language === 'json' && !next.title ? next.text : null;
    if (language === 'bash') {
      const output = await runCommand(reader, text);
      ran.push(text);
      if (documented) expectDocumented(JSON.parse(output), documented);
      if (text.includes('text/event-stream')) expect(output).toMatch(/^id: [\s\S]*"SUCCEEDED"[\s\S]*event: complete/);
      if (text.includes('documentId')) expect(output).toContain('"data":{"modelFamilies":');
    } else if (language === 'graphql') {
      ran.push(text);
      if (getOperationAST(parse(text))?.operation === OperationTypeNode.SUBSCRIPTION) {
        const results = await follow(reader, text);
        const [first] = results;
        if (typeof first?.cursor === 'string') reader.known.cursor = first.cursor;
        expect(JSON.stringify(results.at(-1))).toMatch(/READY|SUCCEEDED/);
        continue;
      }
      const answer = await execute(reader, text);
      if (documented) {
        expectDocumented(answer, documented);
        continue;
      }
      expect(answer.errors, text).toBeUndefined();
      for (const [field, result] of Object.entries(answer.data as Record<string, Result>)) {
        expect(result, text).not.toBeNull();
        expect(result, text).not.toHaveProperty('message');
        learn(reader, field, result);
      }
    }
  }
  expect(ran.length).toBeGreaterThan(12);
});

test('every block of docs/api.md is of a kind that the test runs or compares', async () => {
  const kinds = new Set((await blocksOf('docs/api.md')).map(({ language }) => language));
  expect([...kinds].sort()).toEqual(['bash', 'graphql', 'json']);
});

describe('the README', () => {
  test('has examples that run in order', async () => {
    const client = createApiClient(platform.url);
    const reader: Reader = { client, token: '', known: {} };
    const ran: string[] = [];
    for (const { text } of (await blocksOf('README.md')).filter(({ language }) => language === 'graphql')) {
      if (getOperationAST(parse(text))?.operation === OperationTypeNode.SUBSCRIPTION) {
        const states = (await follow(reader, text)).flatMap(({ to }) => to ?? []);
        expect(states).toEqual(['QUEUED', 'RUNNING', 'SUCCEEDED']);
        const { models } = await client.request<{ models: { nodes: { id: string }[] } }>('{ models { nodes { id } } }');
        reader.known.modelId = models.nodes[0]?.id ?? '';
        ran.push('taskEvents');
        continue;
      }
      const { data, errors } = await execute(reader, text);
      expect(errors, text).toBeUndefined();
      for (const [field, result] of Object.entries(data as Record<string, Result>)) {
        expect(result, field).not.toHaveProperty('message');
        ran.push(field);
        learn(reader, field, result);
        if (!result.upload) continue;
        expect((await fetch(result.upload.url, { method: 'PUT', body: iris })).status).toBe(200);
        await waitFor('the dataset to be read', async () => {
          const { datasets } = await client.request<{ datasets: { nodes: { latestVersion: { state: string } }[] } }>(
            '{ datasets { nodes { latestVersion { state } } } }',
          );
          return datasets.nodes[0]?.latestVersion.state === 'READY';
        });
      }
    }
    expect(ran).toEqual(
      expect.arrayContaining(['register', 'modelFamilies', 'createDataset', 'configureModel', 'launchTask', 'predict']),
    );
    await client.close();
  });
});

test('the hashes of docs/api.md are those of their documents', async () => {
  const file = (await blocksOf('docs/api.md')).find(({ title }) => title === 'persisted-documents.json');
  for (const [hash, text] of Object.entries(JSON.parse(file?.text ?? '') as Record<string, string>)) {
    expect(createHash('sha256').update(text).digest('hex')).toBe(hash);
  }
});
