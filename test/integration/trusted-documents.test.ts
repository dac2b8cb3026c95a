/** Trusted documents, over every transport: hashes in place of documents, and the refusal of everything else. */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/config/config.ts';
import { readTrustedDocuments } from '../../src/gateway/trusted-documents-file.ts';
import { separableCsv, uploadDataset } from '../support/api.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { type SentByHash, transports } from '../support/transports.ts';

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const byHash = (...texts: string[]) => JSON.stringify(Object.fromEntries(texts.map((text) => [hashOf(text), text])));

const names = 'query Names($modality: Modality) { modelFamilies(modality: $modality) { name } }';
const viewer = 'query Viewer { viewer { id } }';
const watched = 'subscription ($id: ID!) { datasetEvents(datasetId: $id) { state } }';
const tooDeep = `query { node(id: "x") { id } ${'a: rateLimit { cost } '.repeat(21)} }`;
const register =
  'mutation ($input: RegisterInput!) { register(input: $input) { ... on RegisterPayload { token } ... on Error { message } } }';
const foreign = 'query Foreign { queuePools { pool } }';
const unknown = hashOf(foreign);
const answer = { data: { modelFamilies: expect.arrayContaining([{ name: 'cnn' }]) } };
const refused = (code: string) => ({ errors: [{ message: expect.any(String), extensions: { code } }] });

let folder: string;
let only: TestPlatform;
let allow: TestPlatform;
let off: TestPlatform;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aias-trusted-'));
  const file = join(folder, 'persisted-documents.json');
  await writeFile(file, byHash(names, viewer, watched, tooDeep, register));
  [only, allow, off] = await Promise.all([
    startTestPlatform({ AIAS_TRUSTED_DOCUMENTS: 'only', AIAS_TRUSTED_DOCUMENTS_FILE: file }),
    startTestPlatform({ AIAS_TRUSTED_DOCUMENTS: 'allow', AIAS_TRUSTED_DOCUMENTS_FILE: file }),
    startTestPlatform(),
  ]);
});
afterAll(async () => {
  await Promise.all([only, allow, off].map((platform) => platform?.stop()));
  await rm(folder, { recursive: true });
});

const persisted = (sha256Hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash } } });
const variables = { modality: 'IMAGE' };

describe.each(Object.entries(transports))('over %s', (_, send) => {
  const accepted: [what: string, sent: SentByHash][] = [
    ['documentId', { documentId: hashOf(names), variables }],
    ['documentId with its prefix', { documentId: `sha256:${hashOf(names)}`, variables }],
    ['extensions.persistedQuery', { ...persisted(hashOf(names)), variables }],
    ['a hash in upper case', { documentId: hashOf(names).toUpperCase(), variables }],
    ['a hash beside its own document', { query: names, ...persisted(hashOf(names)), variables }],
    ['the text of a trusted document', { query: names, variables }],
  ];
  test.each(accepted)('runs %s in both modes', async (_, sent) => {
    expect(await send(only.url, sent)).toMatchObject(answer);
    expect(await send(allow.url, sent)).toMatchObject(answer);
  });

  const mixed: [what: string, sent: SentByHash][] = [
    ['a trusted hash beside a foreign document', { query: foreign, ...persisted(hashOf(names)) }],
    ['the same as documentId', { query: foreign, documentId: hashOf(names) }],
    ['two hashes', { documentId: hashOf(names), ...persisted(hashOf(viewer)) }],
    ['a trusted document with a comment, beside its hash', { query: `${names} # x`, documentId: hashOf(names) }],
  ];
  test.each(mixed)('refuses %s in both modes', async (_, sent) => {
    expect(await send(only.url, sent)).toMatchObject(refused('PERSISTED_QUERY_MISMATCH'));
    expect(await send(allow.url, sent)).toMatchObject(refused('PERSISTED_QUERY_MISMATCH'));
  });

  const untrusted: [what: string, query: string][] = [
    ['a foreign document', foreign],
    ['a trusted document with other spacing', `${names} `],
    ['introspection', '{ __schema { types { name } } }'],
    ['a trusted document followed by another', `${names} ${foreign}`],
  ];
  test.each(untrusted)('refuses %s where only trusted documents run', async (_, query) => {
    expect(await send(only.url, { query })).toMatchObject(refused('UNTRUSTED_DOCUMENT'));
  });

  test('refuses an unknown hash', async () => {
    for (const { url } of [only, allow]) {
      for (const sent of [{ documentId: unknown }, persisted(unknown), { documentId: '__proto__' }]) {
        expect(await send(url, sent)).toMatchObject(refused('PERSISTED_QUERY_NOT_FOUND'));
      }
    }
    // Clients that send the text when they receive this message compare it, not the code.
    const { errors } = await send(allow.url, persisted(unknown));
    expect(errors).toMatchObject([{ message: 'PersistedQueryNotFound' }]);
    // As Apollo clients send it when they retry: a gateway that allows any document runs it.
    const retried = { query: foreign, ...persisted(unknown) };
    expect(await send(allow.url, retried, allow.tokenOf(await allow.signUp()))).toHaveProperty('data.queuePools');
    expect(await send(only.url, retried)).toMatchObject(refused('PERSISTED_QUERY_NOT_FOUND'));
  });

  test('applies the limits to trusted documents', async () => {
    expect(await send(only.url, { documentId: hashOf(tooDeep) })).toMatchObject(refused('LIMIT_EXCEEDED'));
    expect(await send(only.url, { query: foreign.padEnd(200_000) })).toMatchObject(refused('LIMIT_EXCEEDED'));
  });

  test('accepts no hash when it is off', async () => {
    expect(await send(off.url, { documentId: hashOf(names) })).toMatchObject(refused('PERSISTED_QUERY_NOT_SUPPORTED'));
    expect(await send(off.url, { query: names, documentId: hashOf(names), variables })).toMatchObject(answer);
  });

  test('refuses a request without a document', async () => {
    for (const { url } of [only, allow, off]) {
      expect((await send(url, { query: '' })).errors, url).toMatchObject([{ message: expect.stringMatching(/./) }]);
    }
  });
});

test.each(['server-sent events', 'WebSocket'] as const)('streams a trusted subscription over %s', async (transport) => {
  const client = await allow.signUp();
  const { id } = await uploadDataset(client, separableCsv(20));
  const sent = { documentId: hashOf(watched), variables: { id } };
  expect(await transports[transport](allow.url, sent, allow.tokenOf(client))).toMatchObject({
    data: { datasetEvents: { state: 'READY' } },
  });
});

describe('GET', () => {
  test.each(['application/json', 'text/event-stream'])('takes hashes from the address (%s)', async (accept) => {
    const given: Record<string, string>[] = [
      { documentId: hashOf(names) },
      { extensions: JSON.stringify(persisted(hashOf(names)).extensions) },
    ];
    for (const parameters of given) {
      const query = new URLSearchParams({ ...parameters, variables: JSON.stringify(variables) });
      const response = await fetch(`${only.url}/graphql?${query}`, { headers: { accept } });
      expect(await response.text()).toContain('{"name":"cnn"}');
    }
  });

  test.each(['application/json', 'text/event-stream'])('runs no trusted mutation (%s)', async (accept) => {
    const query = new URLSearchParams({
      documentId: hashOf(register),
      variables: JSON.stringify({ input: { username: 'sent-by-get', password: 'correct horse battery' } }),
    });
    const response = await fetch(`${only.url}/graphql?${query}`, { headers: { accept } });
    expect(await response.text()).toMatch(/errors/);
  });
});

test('answers 400 to what is not trusted', async () => {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${only.url}/graphql`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query: foreign }),
  });
  expect(response.status).toBe(400);
});

test('the documents of the dashboard are trusted, and GraphiQL is off', async () => {
  const documents = JSON.parse(await readFile('dist/dashboard/documents.json', 'utf8')) as Record<string, string>;
  const session = Object.values(documents).find((text) => text.includes('query Session'));
  expect(await transports.HTTP(only.url, { query: session ?? '' })).toMatchObject({ data: { viewer: null } });
  const page = await fetch(`${only.url}/graphql`, { headers: { accept: 'text/html' } });
  expect(await page.text()).not.toMatch(/<title>/);
});

describe('the file', () => {
  test.each([
    ['is not JSON', 'x', /JSON/],
    ['is a list', '[]', /object of documents/],
    ['has a document under the hash of another', JSON.stringify({ [hashOf(foreign)]: names }), /the SHA-256 hash/],
  ])('is rejected when it %s', async (_, content, message) => {
    const path = join(folder, 'wrong.json');
    await writeFile(path, content);
    await expect(readTrustedDocuments(path)).rejects.toThrow(message);
    await expect(readTrustedDocuments(path)).rejects.toThrow(/^AIAS_TRUSTED_DOCUMENTS_FILE=/);
  });

  test('is rejected when it does not exist', async () => {
    await expect(readTrustedDocuments(join(folder, 'none.json'))).rejects.toThrow(/ENOENT/);
  });

  test('requires a mode', () => {
    expect(() => parseConfig({ AIAS_TRUSTED_DOCUMENTS_FILE: 'x.json' })).toThrow(/AIAS_TRUSTED_DOCUMENTS is off/);
  });
});
