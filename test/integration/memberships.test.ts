/** Membership permissions: every mutation as every role, concurrent changes, through the API. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '../../src/accounts/access.ts';
import { accessChannel } from '../../src/accounts/access-hint.ts';
import { type ApiClient, createApiClient } from '../../src/demo/client.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { waitFor } from '../support/wait-for.ts';

const membership = '__typename ... on Membership { role user { id username } } ... on Error { message }';
const operations = {
  addMember: `mutation ($input: AddMemberInput!) { answer: addMember(input: $input) { ${membership} } }`,
  setMemberRole: `mutation ($input: SetMemberRoleInput!) { answer: setMemberRole(input: $input) { ${membership} } }`,
  removeMember: `mutation ($input: RemoveMemberInput!) { answer: removeMember(input: $input) { ${membership} } }`,
};
const roles: Role[] = ['VIEWER', 'MEMBER', 'ADMIN', 'OWNER'];

interface Person {
  client: ApiClient;
  id: string;
  username: string;
}
interface Answer {
  __typename: string;
  message?: string;
  role?: Role;
  user?: { id: string; username: string };
}

let platform: TestPlatform;
/** Owns every organization of these tests. */
let founder: Person;
let actor: Person;
let target: Person;
let outsider: Person;

async function newPerson(): Promise<Person> {
  const client = await platform.signUp();
  const { viewer } = await client.request<{ viewer: { id: string; username: string } }>('{ viewer { id username } }');
  return { client, ...viewer };
}

beforeAll(async () => {
  platform = await startTestPlatform();
  [founder, actor, target, outsider] = [await newPerson(), await newPerson(), await newPerson(), await newPerson()];
});
afterAll(() => platform.stop());

async function change(by: ApiClient, operation: keyof typeof operations, input: object): Promise<Answer> {
  return (await by.request<{ answer: Answer }>(operations[operation], { input })).answer;
}

/** Creates an organization of the founder with these members. */
async function organizationOf(...people: [Person, Role][]): Promise<string> {
  const { createOrganization } = await founder.client.request<{ createOrganization: { id: string } }>(
    'mutation { createOrganization(input: { name: "shared" }) { ... on Node { id } } }',
  );
  for (const [{ username }, role] of people) {
    const input = { organizationId: createOrganization.id, username, role };
    expect(await change(founder.client, 'addMember', input)).toMatchObject({ role, user: { username } });
  }
  return createOrganization.id;
}

async function rolesIn(organizationId: string): Promise<Record<string, Role>> {
  const rows = await platform.database.sql<{ username: string; role: Role }[]>`
    select username, role from memberships join users on users.id = user_id where organization_id = ${uuidOf(organizationId)}`;
  return Object.fromEntries(rows.map(({ username, role }) => [username, role]));
}

const uuidOf = (globalId: string) => Buffer.from(globalId, 'base64').toString('utf8').split(':')[1] ?? '';

test('makes the creator OWNER and returns the membership', async () => {
  const { createOrganization } = await founder.client.request<{ createOrganization: object }>(
    `mutation { createOrganization(input: { name: " Lab " }) { ... on Organization {
      name isPersonal viewerRole members { role user { username } } } } }`,
  );
  const members = [{ role: 'OWNER', user: { username: founder.username } }];
  expect(createOrganization).toEqual({ name: 'Lab', isPersonal: false, viewerRole: 'OWNER', members });
});

test('a new member can read the organization and write as far as the role permits', async () => {
  const organizationId = await organizationOf([target, 'VIEWER']);
  const query = 'query ($id: ID!) { node(id: $id) { ... on Organization { viewerRole } } }';
  expect(await target.client.request(query, { id: organizationId })).toEqual({ node: { viewerRole: 'VIEWER' } });
  const create =
    'mutation ($input: CreateDatasetInput!) { createDataset(input: $input) { __typename ... on Error { message } } }';
  const input = { name: 'x', organizationId };
  expect(await target.client.request(create, { input })).toMatchObject({ createDataset: { __typename: 'Forbidden' } });
  await change(founder.client, 'setMemberRole', { organizationId, userId: target.id, role: 'MEMBER' });
  expect(await target.client.request(create, { input })).toMatchObject({
    createDataset: { __typename: 'CreateDatasetPayload' },
  });
  await change(founder.client, 'removeMember', { organizationId, userId: target.id });
  await expect(target.client.request(query, { id: organizationId })).rejects.toThrow(/Organization not found/);
});

describe.each(roles)('as %s', (role) => {
  const manages = role === 'ADMIN' || role === 'OWNER';
  const expected = (touchesOwner: boolean, success: string) =>
    role === 'OWNER' || (manages && !touchesOwner) ? success : 'Forbidden';

  test.each(roles)('adding a member as %s follows the permission table', async (to) => {
    const organizationId = await organizationOf([actor, role]);
    const answer = await change(actor.client, 'addMember', { organizationId, username: target.username, role: to });
    expect(answer.__typename).toBe(expected(to === 'OWNER', 'Membership'));
    const now = (await rolesIn(organizationId))[target.username];
    expect(now).toBe(answer.__typename === 'Membership' ? to : undefined);
  });

  test.each(roles)('changing and removing a member who is %s follows the permission table', async (from) => {
    const organizationId = await organizationOf([actor, role], [target, from]);
    for (const to of roles) {
      const answer = await change(actor.client, 'setMemberRole', { organizationId, userId: target.id, role: to });
      expect(answer.__typename).toBe(expected(from === 'OWNER' || to === 'OWNER', 'Membership'));
      if (answer.__typename === 'Forbidden') expect(answer.message).toMatch(new RegExp(`\\(${role}\\)`));
      else expect((await rolesIn(organizationId))[target.username]).toBe(to);
      await change(founder.client, 'setMemberRole', { organizationId, userId: target.id, role: from });
    }
    const answer = await change(actor.client, 'removeMember', { organizationId, userId: target.id });
    expect(answer.__typename).toBe(expected(from === 'OWNER', 'Membership'));
    const left = answer.__typename === 'Membership';
    expect((await rolesIn(organizationId))[target.username]).toBe(left ? undefined : from);
    if (left) expect(answer).toMatchObject({ role: from, user: { id: target.id } });
  });

  test('can leave the organization', async () => {
    const organizationId = await organizationOf([actor, role]);
    expect(await change(actor.client, 'removeMember', { organizationId, userId: actor.id })).toMatchObject({ role });
    expect(await rolesIn(organizationId)).toEqual({ [founder.username]: 'OWNER' });
  });

  test('cannot promote themselves', async () => {
    const organizationId = await organizationOf([actor, role]);
    const answer = await change(actor.client, 'setMemberRole', { organizationId, userId: actor.id, role: 'OWNER' });
    expect(answer.__typename).toBe(expected(true, 'Membership'));
  });
});

describe('a membership mutation', () => {
  const inputOf = (organizationId: string) => ({
    addMember: { organizationId, username: target.username, role: 'VIEWER' },
    setMemberRole: { organizationId, userId: target.id, role: 'VIEWER' },
    removeMember: { organizationId, userId: target.id },
  });
  const names = ['addMember', 'setMemberRole', 'removeMember'] as const;

  test.each(names)('%s answers NotFound to non-members and Unauthenticated to anonymous callers', async (name) => {
    const organizationId = await organizationOf([target, 'MEMBER']);
    const input = inputOf(organizationId)[name];
    expect(await change(outsider.client, name, input)).toMatchObject({ __typename: 'NotFound' });
    const anonymous = createApiClient(platform.url);
    expect(await change(anonymous, name, input)).toMatchObject({ __typename: 'Unauthenticated' });
    expect(await rolesIn(organizationId)).toMatchObject({ [target.username]: 'MEMBER' });
  });

  test.each(names)('%s answers Conflict on a personal organization', async (name) => {
    const { organizations } = await target.client.request<{ organizations: { id: string; isPersonal: boolean }[] }>(
      '{ organizations { id isPersonal } }',
    );
    const own = organizations.find(({ isPersonal }) => isPersonal)?.id ?? '';
    const input = { ...inputOf(own)[name], ...(name === 'addMember' && { username: outsider.username }) };
    const answer = await change(target.client, name, input);
    expect(answer).toMatchObject({ __typename: 'Conflict', message: expect.stringMatching(/personal/) });
    expect(await rolesIn(own)).toEqual({ [target.username]: 'OWNER' });
  });

  test('rejects adding a member twice and changing a non-member', async () => {
    const organizationId = await organizationOf([target, 'VIEWER']);
    const again = { organizationId, username: target.username.toUpperCase(), role: 'MEMBER' };
    const answer = await change(founder.client, 'addMember', again);
    expect(answer).toMatchObject({ __typename: 'Conflict', message: expect.stringMatching(/VIEWER.*setMemberRole/) });
    const stranger = { organizationId, userId: outsider.id };
    for (const [name, input] of [
      ['setMemberRole', { ...stranger, role: 'ADMIN' }] as const,
      ['removeMember', stranger] as const,
    ])
      expect(await change(founder.client, name, input)).toMatchObject({ __typename: 'NotFound' });
    expect(await rolesIn(organizationId)).toEqual({ [founder.username]: 'OWNER', [target.username]: 'VIEWER' });
  });

  test('rejects removing the last owner', async () => {
    const organizationId = await organizationOf([target, 'ADMIN']);
    const self = { organizationId, userId: founder.id };
    for (const [name, input] of [
      ['setMemberRole', { ...self, role: 'ADMIN' }] as const,
      ['removeMember', self] as const,
    ]) {
      const answer = await change(founder.client, name, input);
      expect(answer).toMatchObject({ __typename: 'Conflict', message: expect.stringMatching(/only OWNER/) });
    }
    await change(founder.client, 'setMemberRole', { organizationId, userId: target.id, role: 'OWNER' });
    expect(await change(founder.client, 'removeMember', self)).toMatchObject({ role: 'OWNER' });
    expect(await rolesIn(organizationId)).toEqual({ [target.username]: 'OWNER' });
  });
});

describe('concurrent changes', () => {
  const rounds = Array.from({ length: 10 }, (_, round) => round);
  const typenames = (answers: Answer[]) => answers.map(({ __typename }) => __typename).sort();

  test.each([
    ['two owners leave', 'Conflict', (own: Person) => ['removeMember', own, {}] as const],
    ['two owners step down', 'Conflict', (own: Person) => ['setMemberRole', own, { role: 'MEMBER' }] as const],
    ['two owners remove each other', 'NotFound', (_: Person, other: Person) => ['removeMember', other, {}] as const],
    [
      'two owners demote each other',
      'Forbidden',
      (_: Person, other: Person) => ['setMemberRole', other, { role: 'ADMIN' }] as const,
    ],
  ])('when %s, exactly one succeeds', async (_, error, plan) => {
    for (const _round of rounds) {
      const organizationId = await organizationOf([actor, 'OWNER']);
      const pairs: [Person, Person][] = [
        [founder, actor],
        [actor, founder],
      ];
      const answers = await Promise.all(
        pairs.map(([own, other]) => {
          const [name, who, more] = plan(own, other);
          return change(own.client, name, { organizationId, userId: who.id, ...more });
        }),
      );
      expect(typenames(answers)).toEqual([error, 'Membership'].sort());
      expect(Object.values(await rolesIn(organizationId)).filter((role) => role === 'OWNER')).toHaveLength(1);
    }
  });

  test('ten additions of one user create one membership', async () => {
    const organizationId = await organizationOf();
    const input = { organizationId, username: target.username, role: 'MEMBER' };
    const answers = await Promise.all(rounds.map(() => change(founder.client, 'addMember', input)));
    expect(typenames(answers)).toEqual([...Array(9).fill('Conflict'), 'Membership']);
  });
});

test('sends an access hint for every applied change and none for a rejected one', async () => {
  const hints: string[] = [];
  const subscription = await platform.database.hints.listen(accessChannel, (userId) => void hints.push(userId));
  const organizationId = await organizationOf([target, 'VIEWER']);
  await change(founder.client, 'setMemberRole', { organizationId, userId: target.id, role: 'ADMIN' });
  await change(outsider.client, 'removeMember', { organizationId, userId: target.id });
  await change(founder.client, 'removeMember', { organizationId, userId: founder.id });
  await change(founder.client, 'removeMember', { organizationId, userId: target.id });
  const [own, other] = [uuidOf(founder.id), uuidOf(target.id)];
  await waitFor('the hints', async () => hints.length >= 4);
  expect(hints).toEqual([own, other, other, other]);
  subscription.unlisten();
});

describe("a member's upload ticket", () => {
  const csv = 'x,y\n1,a\n2,b\n';
  const openDataset = `mutation ($input: CreateDatasetInput!) {
    createDataset(input: $input) { ... on CreateDatasetPayload { dataset { id } upload { url } } }
  }`;
  type OpenedDataset = { createDataset: { dataset: { id: string }; upload: { url: string } } };

  async function openVersion(organizationId: string) {
    const own = { name: 'own', organizationId };
    const { createDataset } = await founder.client.request<OpenedDataset>(openDataset, { input: own });
    await fetch(createDataset.upload.url, { method: 'PUT', body: csv });
    const next = { name: 'own', datasetId: createDataset.dataset.id };
    return (await target.client.request<OpenedDataset>(openDataset, { input: next })).createDataset.upload.url;
  }

  async function openImport(organizationId: string) {
    const { importModel } = await target.client.request<{ importModel: { upload: { url: string } } }>(
      'mutation ($input: ImportModelInput!) { importModel(input: $input) { ... on ImportModelPayload { upload { url } } } }',
      { input: { name: 'own', objective: 'REGRESSION', columns: ['x'], organizationId } },
    );
    return importModel.upload.url;
  }

  const kinds = [
    ['a version of a dataset', openVersion, 'uploads', 'dataset_versions'],
    ['a model', openImport, 'imports', 'model_imports'],
  ] as const;
  const ends: [string, (organizationId: string) => Promise<unknown>][] = [
    ['was removed', (id) => change(founder.client, 'removeMember', { organizationId: id, userId: target.id })],
    [
      'became a VIEWER',
      (id) => change(founder.client, 'setMemberRole', { organizationId: id, userId: target.id, role: 'VIEWER' }),
    ],
  ];
  const cases = kinds.flatMap((kind) => ends.map(([title, end]) => [kind[0], title, kind, end] as const));
  const hashOf = (url: string) =>
    createHash('sha256')
      .update(url.slice(url.lastIndexOf('/') + 1))
      .digest('hex');
  const stateOf = async (table: string, url: string) => {
    const { sql } = platform.database;
    const [row] = await sql`select state from ${sql(table)} where upload_token_hash = ${hashOf(url)}`;
    return row?.state;
  };
  const refused = { error: { code: 'FORBIDDEN', message: expect.stringContaining('may no longer write') } };

  test.each(cases)('for %s is rejected with 403 once the member %s', async (_, __, [, open, , table], end) => {
    const organizationId = await organizationOf([target, 'MEMBER']);
    const url = await open(organizationId);
    await end(organizationId);
    const answer = await fetch(url, { method: 'PUT', body: csv });
    expect([answer.status, await answer.json()]).toEqual([403, refused]);
    expect(await stateOf(table, url)).toBe('EXPIRED');
  });

  test.each(cases)('for %s is rejected when the member %s during the upload', async (_, __, [, open, , table], end) => {
    const organizationId = await organizationOf([target, 'MEMBER']);
    const url = await open(organizationId);
    const body = new TransformStream<Uint8Array, Uint8Array>();
    const writer = body.writable.getWriter();
    const answering = fetch(url, { method: 'PUT', body: body.readable, duplex: 'half' } as RequestInit);
    const { sql } = platform.database;
    await sql`update ${sql(table)} set upload_expires_at = now() + interval '1 minute' where upload_token_hash = ${hashOf(url)}`;
    await writer.write(Buffer.from(csv));
    await waitFor('the upload to be under way', async () => {
      const [row] =
        await sql`select upload_expires_at > now() + interval '50 minutes' as renewed from ${sql(table)} where upload_token_hash = ${hashOf(url)}`;
      return row?.renewed;
    });
    await end(organizationId);
    await writer.close();
    const answer = await answering;
    expect([answer.status, await answer.json()]).toEqual([403, refused]);
    expect(await stateOf(table, url)).toBe('EXPIRED');
  });
});
