/**
 * Callers without access learn nothing about an organization, whatever operation they send. The operations are generated from
 * the schema, so that every new field is covered; a field that the generator cannot fill in fails by name.
 */
import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiClient } from '../../../src/demo/client.ts';
import { featureRoutes } from '../../../src/gateway/feature-routes.ts';
import { buildSchema } from '../../../src/gateway/schema.ts';
import { type CanaryOrganization, createCanaryOrganization } from '../../support/canary-organization.ts';
import { startTestPlatform, type TestPlatform } from '../../support/platform.ts';
import { nodeOperation, nodeTypes, rootOperations } from '../../support/selections.ts';
import { type RawAnswer, type Sent, socketFrom, transports } from '../../support/transports.ts';

const schema = buildSchema();
const strangers = ['anonymous', 'member of another organization', 'removed member', 'revoked session'] as const;
type Stranger = (typeof strangers)[number];
/** These operations affect only the caller and would end their session. */
const onTheCallerAlone = new Set(['logout']);

let platform: TestPlatform;
let owner: ApiClient;
let organization: CanaryOrganization;
const tokens = new Map<Stranger | 'owner' | 'viewer', string | undefined>();
const seen = new Set<string>();

const password = 'correct horse battery';
async function login(username: string): Promise<string> {
  const { data } = await transports.HTTP(platform.url, {
    query: `mutation { login(input: { username: "${username}", password: "${password}" }) { ... on LoginPayload { token } } }`,
  });
  return (data as { login: { token: string } }).login.token;
}
const usernameOf = async (client: ApiClient) =>
  (await client.request<{ viewer: { username: string } }>('{ viewer { username } }')).viewer.username;

beforeAll(async () => {
  platform = await startTestPlatform({ AIAS_TRUSTED_PROXIES: '1' });
  owner = await platform.signUp();
  organization = await createCanaryOrganization(platform, owner);
  const [viewer, removed, other] = [await platform.signUp(), await platform.signUp(), await platform.signUp()];
  const { Organization: organizationId } = organization.ids;
  const change = (name: string, input: object) =>
    owner.request(
      `mutation ($input: ${name}Input!) { ${name[0]?.toLowerCase()}${name.slice(1)}(input: $input) { __typename } }`,
      { input },
    );
  for (const [client, role] of [
    [viewer, 'VIEWER'],
    [removed, 'MEMBER'],
  ] as const) {
    await change('AddMember', { organizationId, username: await usernameOf(client), role });
  }
  const { viewer: gone } = await removed.request<{ viewer: { id: string } }>('{ viewer { id } }');
  await change('RemoveMember', { organizationId, userId: gone.id });
  await other.request('mutation { createOrganization(input: { name: "another" }) { __typename } }');
  const revoked = await login(await usernameOf(owner));
  await transports.HTTP(platform.url, { query: 'mutation { logout }' }, revoked);
  tokens.set('owner', platform.tokenOf(owner));
  tokens.set('viewer', platform.tokenOf(viewer));
  tokens.set('anonymous', undefined);
  tokens.set('member of another organization', platform.tokenOf(other));
  tokens.set('removed member', platform.tokenOf(removed));
  tokens.set('revoked session', revoked);
});
afterAll(() => platform.stop());

/** Returns the type of the id that an argument takes. */
function typeOfId(path: string): string {
  const [root = ''] = path.split('.');
  const name = path.split('.').at(-1) ?? '';
  const restored = /^restore(Dataset|Model|Task)$/.exec(root)?.[1];
  if (restored) return `Trashed${restored}`;
  const acted = /^(?:delete|cancel|pause|resume)(Dataset|Model|Task)$/.exec(root)?.[1];
  if (acted) return acted;
  const updated = /^update(Dataset|Model|Configuration|Task|Organization)$/.exec(root)?.[1];
  if (updated) return updated;
  const named = /^(?:base)?(Organization|User|Dataset|Configuration|Model|Task)Id$/i.exec(name)?.[1];
  if (named) return `${named.slice(0, 1).toUpperCase()}${named.slice(1)}`;
  if (root === 'node') return 'Dataset';
  if (root === 'revokeSession') return 'Session';
  throw new Error(`The matrix does not know which id ${path} takes. Add it to typeOfId().`);
}

/** Returns a well-formed id of no existing object. */
const missing = (type: string) => {
  const bare = type.replace(/^(Trashed|Predict)/, '');
  const id =
    bare === 'Session' ? createHash('sha256').update('none').digest('hex') : '01890000-0000-7000-8000-000000000000';
  return Buffer.from(`${bare}:${id}`).toString('base64');
};
const present = (type: string) => {
  const id = type === 'Session' ? missing(type) : organization.ids[type];
  if (!id) throw new Error(`The canary organization has no ${type}. Add one.`);
  return id;
};

/** Removes what differs between requests from a response: ids that were sent, ids of log lines, and the rest of the budget. */
function normalized(answer: unknown): string {
  let text = JSON.stringify(answer).replace(/"remaining":\d+/g, '"remaining":0');
  for (const type of [...Object.keys(organization.ids), 'Session'])
    text = text.replaceAll(missing(type), 'ID').replaceAll(present(type), 'ID');
  return text;
}

function canariesIn(text: string): string[] {
  return Object.entries(organization.canaries).flatMap(([what, word]) => (text.includes(word) ? [what] : []));
}

interface Case {
  name: string;
  operation(idOf: (type: string) => string): Sent[];
  kind: 'query' | 'mutation' | 'subscription';
}

const cases: Case[] = [];
for (const [kind, type] of [
  ['query', schema.getQueryType()],
  ['mutation', schema.getMutationType()],
  ['subscription', schema.getSubscriptionType()],
] as const) {
  for (const field of Object.values(type?.getFields() ?? {})) {
    if (onTheCallerAlone.has(field.name)) continue;
    const operation = (idOf: (type: string) => string) =>
      rootOperations(schema, kind, field, (path) => idOf(typeOfId(path))).map((query) => ({ query }));
    cases.push({ name: `${kind} ${field.name}`, kind, operation });
  }
}
for (const type of nodeTypes(schema)) {
  for (const field of Object.values(type.getFields())) {
    const operation = (idOf: (type: string) => string) => {
      const names = [type.name, ...(type.name === 'Task' ? ['PredictTask'] : [])];
      return names.map((name) => ({
        query: nodeOperation(schema, type, field, idOf(name), (path) => idOf(typeOfId(path))),
      }));
    };
    cases.push({ name: `${type.name}.${field.name}`, kind: 'query', operation });
  }
}

/** Requests are limited per address without a session, and there are more operations here than that. */
let addresses = 0;
const otherAddress = () => `10.0.${++addresses >> 8}.${addresses & 255}`;

async function answerTo({ kind }: Case, sent: Sent, token: string | undefined): Promise<RawAnswer | RawAnswer[]> {
  if (kind !== 'subscription') return transports.HTTP(platform.url, sent, token, otherAddress());
  return eventsOf(sent, token);
}

async function eventsOf(sent: Sent, token: string | undefined): Promise<RawAnswer[]> {
  const { createClient } = await import('graphql-ws');
  const client = createClient({
    url: `${platform.url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: socketFrom(otherAddress()),
    retryAttempts: 0,
    connectionParams: token ? { token } : {},
  });
  const answers: RawAnswer[] = [];
  await new Promise<void>((resolve, reject) => {
    client.subscribe(sent, {
      next(answer) {
        answers.push(answer as RawAnswer);
        if (answers.length === organization.events || answer.errors) resolve();
      },
      error: (errors) => (Array.isArray(errors) ? resolve(void answers.push({ errors })) : reject(errors)),
      complete: resolve,
    });
  });
  await client.dispose();
  return answers;
}

/** Returns one hash of everything stored about the organization. */
async function fingerprint(): Promise<string> {
  const { sql } = platform.database;
  const names = [
    'organizations',
    'memberships',
    'datasets',
    'dataset_versions',
    'configurations',
    'models',
    'model_versions',
    'tasks',
    'task_events',
    'model_imports',
  ];
  const { Organization: id = '' } = organization.ids;
  const own = Buffer.from(id, 'base64').toString('utf8').split(':')[1] ?? '';
  const all = await Promise.all(
    names.map(
      (name) =>
        sql`select coalesce(md5(string_agg(t::text, ',' order by t::text)), '') as hash from ${sql(name)} t where t::text like ${`%${own}%`}`,
    ),
  );
  return all.map(([row]) => row?.hash).join();
}

describe.each(strangers)('an operation by: %s', (stranger) => {
  test.each(cases.map((one) => [one.name, one] as const))('learns nothing from %s', async (_, one) => {
    const [real, absent] = [one.operation(present), one.operation(missing)];
    const before = await fingerprint();
    for (const [index, sent] of real.entries()) {
      const answer = await answerTo(one, sent, tokens.get(stranger));
      expect(canariesIn(JSON.stringify(answer))).toEqual([]);
      const other = absent[index];
      // Operations on the caller's own objects take no id, so there is nothing to compare.
      if (other && other.query !== sent.query) {
        expect(normalized(answer)).toBe(normalized(await answerTo(one, other, tokens.get(stranger))));
      }
    }
    expect(await fingerprint()).toBe(before);
  });
});

describe.each(['owner', 'viewer'] as const)('an operation by the %s', (member) => {
  test.each(cases.filter(({ kind }) => kind !== 'mutation').map((one) => [one.name, one] as const))(
    '%s returns data',
    async (_, one) => {
      for (const sent of one.operation(present)) {
        // A subscription to an organization starts at the end of its log unless it has a cursor.
        const { Task: task = '' } = organization.ids;
        const start = Buffer.from(`${Buffer.from(task, 'base64').toString().split(':')[1]}:0:0`).toString('base64url');
        const query = sent.query.replace(/(organizationEvents\(\s*organizationId: "[^"]+")/, `$1, after: "${start}"`);
        const answer = await answerTo(one, { query }, tokens.get(member));
        const text = JSON.stringify(answer);
        expect(text).not.toContain('"errors"');
        for (const what of canariesIn(text)) seen.add(what);
      }
    },
  );
});

describe('HTTP routes', () => {
  const routes = featureRoutes({} as Parameters<typeof featureRoutes>[0]).map(({ method, path }) => ({ method, path }));
  const fill = (path: string, isPresent: boolean) =>
    path.replace(/:(\w+)/g, (_, name: string) => {
      if (name === 'token') return randomUUID();
      const key = path.endsWith('/predictions') ? 'predictTaskId' : name;
      const part = organization.parts[key];
      if (!part)
        throw new Error(`The matrix has no value for ":${name}" of ${path}. Add it to the canary organization.`);
      return isPresent || name === 'sha256' ? part : '01890000-0000-7000-8000-000000000000';
    });
  const ask = async (method: string, path: string, token: string | undefined) => {
    const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
    const response = await fetch(`${platform.url}${path}`, { method, headers, ...(method === 'PUT' && { body: 'x' }) });
    return { status: response.status, body: await response.text() };
  };

  test.each(strangers.flatMap((stranger) => routes.map(({ method, path }) => [method, path, stranger] as const)))(
    '%s %s reveals nothing to: %s',
    async (method, path, stranger) => {
      const answer = await ask(method, fill(path, true), tokens.get(stranger));
      expect(canariesIn(JSON.stringify(answer))).toEqual([]);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer).toEqual(await ask(method, fill(path, false), tokens.get(stranger)));
    },
  );

  test.each(routes.filter(({ method }) => method === 'GET').map(({ path }) => path))(
    'GET %s serves a member',
    async (path) => {
      const { status, body } = await ask('GET', fill(path, true), tokens.get('viewer'));
      expect(status).toBe(200);
      for (const what of canariesIn(body)) seen.add(what);
    },
  );

  test.each(['/metrics', '/healthz', '/readyz'])('GET %s reveals nothing about an organization', async (path) => {
    for (const token of tokens.values()) expect(canariesIn((await ask('GET', path, token)).body)).toEqual([]);
  });
});

test('authorized callers see every canary, so that a leak would be noticed', () => {
  // A zip contains the file compressed.
  const packed = new Set(['modelFile']);
  const unseen = Object.keys(organization.canaries).filter((what) => !seen.has(what) && !packed.has(what));
  expect(unseen).toEqual([]);
});
