/** Listing and revoking sessions through the API, limited to the viewer's own. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessChannel } from '../../src/accounts/access-hint.ts';
import { type ApiClient, createApiClient } from '../../src/demo/client.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { waitFor } from '../support/wait-for.ts';

interface Session {
  id: string;
  isCurrent: boolean;
  createdAt: string;
  expiresAt: string;
}

const password = 'correct horse battery';
const ownSessions = '{ viewer { id username sessions { id isCurrent createdAt expiresAt } } }';
const revoke =
  'mutation ($id: ID!) { revokeSession(id: $id) { __typename ... on Session { id isCurrent } ... on Error { message } ... on InvalidInput { field } } }';

let platform: TestPlatform;
let ada: ApiClient;
let eve: ApiClient;

beforeAll(async () => {
  platform = await startTestPlatform();
  [ada, eve] = [await platform.signUp(), await platform.signUp()];
});
afterAll(() => platform.stop());

async function viewerOf(client: ApiClient) {
  const { viewer } = await client.request<{ viewer: { id: string; username: string; sessions: Session[] } | null }>(
    ownSessions,
  );
  if (!viewer) throw new Error('Not signed in.');
  return viewer;
}

async function revokeBy(client: ApiClient, id: string) {
  return (await client.request<{ revokeSession: { __typename: string; field?: string } }>(revoke, { id }))
    .revokeSession;
}

/** Opens another session of the same user, as from another browser. */
async function signInAgain(client: ApiClient): Promise<ApiClient> {
  const { username } = await viewerOf(client);
  const again = createApiClient(platform.url);
  const { login } = await again.request<{ login: { token: string } }>(
    'mutation ($input: LoginInput!) { login(input: $input) { ... on LoginPayload { token } } }',
    { input: { username, password } },
  );
  again.useToken(login.token);
  return again;
}

const hashOf = (id: string) => Buffer.from(id, 'base64').toString('utf8').replace('Session:', '');
const uuidOf = (id: string) => Buffer.from(id, 'base64').toString('utf8').replace('User:', '');

test("lists the viewer's own sessions and marks the current one", async () => {
  const before = (await viewerOf(ada)).sessions;
  const other = await signInAgain(ada);
  const { sessions } = await viewerOf(ada);
  const [newest, ...older] = (await viewerOf(other)).sessions;
  expect(newest?.isCurrent).toBe(true);
  expect(older.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  expect(sessions.map(({ isCurrent }) => isCurrent)).toEqual([false, ...before.map(({ isCurrent }) => isCurrent)]);
  for (const { createdAt, expiresAt } of sessions) expect(Date.parse(expiresAt)).toBeGreaterThan(Date.parse(createdAt));
  // Neither the id nor the hash that it contains signs in.
  for (const secret of [newest?.id ?? '', hashOf(newest?.id ?? '')]) {
    const thief = createApiClient(platform.url);
    thief.useToken(secret);
    expect(await thief.request('{ viewer { id } }')).toEqual({ viewer: null });
  }
});

test('omits expired sessions from the list', async () => {
  const other = await signInAgain(ada);
  const own = (await viewerOf(other)).sessions.find(({ isCurrent }) => isCurrent);
  await platform.database
    .sql`update sessions set expires_at = now() - interval '1 second' where id = ${hashOf(own?.id ?? '')}`;
  expect((await viewerOf(ada)).sessions.map(({ id }) => id)).not.toContain(own?.id);
});

test("hides a user's sessions from others, including organization owners", async () => {
  const { username } = await viewerOf(ada);
  const made = 'mutation { createOrganization(input: { name: "x" }) { ... on Node { id } } }';
  const { createOrganization } = await eve.request<{ createOrganization: { id: string } }>(made);
  const input = { organizationId: createOrganization.id, username, role: 'MEMBER' };
  const member =
    'mutation ($input: AddMemberInput!) { addMember(input: $input) { ... on Membership { user { username sessions { id } } } } }';
  expect(await eve.request(member, { input })).toEqual({ addMember: { user: { username, sessions: null } } });
  const { node } = await eve.request<{ node: { members: { user: { username: string; sessions: unknown } }[] } }>(
    'query ($id: ID!) { node(id: $id) { ... on Organization { members { user { username sessions { id } } } } } }',
    { id: createOrganization.id },
  );
  expect(node.members.map(({ user }) => Array.isArray(user.sessions))).toEqual([true, false]);
  // A login returns a token; sessions are visible only once it is used.
  const login =
    'mutation ($input: LoginInput!) { login(input: $input) { ... on LoginPayload { user { sessions { id } } } } }';
  expect(await eve.request(login, { input: { username, password } })).toEqual({ login: { user: { sessions: null } } });
});

describe('revokeSession', () => {
  test('ends another session of the viewer and no other one', async () => {
    const other = await signInAgain(ada);
    const { sessions } = await viewerOf(other);
    const id = sessions.find(({ isCurrent }) => isCurrent)?.id ?? '';
    expect(await revokeBy(ada, id)).toEqual({ __typename: 'Session', id, isCurrent: false });
    await expect(viewerOf(other)).rejects.toThrow('Not signed in.');
    expect((await viewerOf(ada)).sessions).toHaveLength(sessions.length - 1);
    expect(await revokeBy(ada, id)).toMatchObject({ __typename: 'NotFound' });
  });

  test('signs out and clears the cookie when the current session is revoked', async () => {
    const other = await signInAgain(ada);
    const id = (await viewerOf(other)).sessions.find(({ isCurrent }) => isCurrent)?.id ?? '';
    const { username } = await viewerOf(ada);
    const signIn = await fetch(`${platform.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: 'mutation ($input: LoginInput!) { login(input: $input) { __typename } }',
        variables: { input: { username, password } },
      }),
    });
    const cookie = signIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    const ask = (body: object) =>
      fetch(`${platform.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie },
        body: JSON.stringify(body),
      });
    const inBrowser = (await (await ask({ query: ownSessions })).json()) as {
      data: { viewer: { sessions: Session[] } };
    };
    const own = inBrowser.data.viewer.sessions.find(({ isCurrent }) => isCurrent)?.id;
    expect((await ask({ query: revoke, variables: { id } })).headers.get('set-cookie')).toBeNull();
    const last = await ask({ query: revoke, variables: { id: own } });
    expect(await last.json()).toMatchObject({ data: { revokeSession: { id: own, isCurrent: true } } });
    expect(last.headers.get('set-cookie')).toMatch(/^aias_session=;.* 1970 /);
    expect(await (await ask({ query: ownSessions })).json()).toMatchObject({ data: { viewer: null } });
  });

  test('rejects sessions that are foreign, anonymous or malformed', async () => {
    const { id: userId, sessions } = await viewerOf(ada);
    const id = sessions[0]?.id ?? '';
    expect(await revokeBy(eve, id)).toMatchObject({ __typename: 'NotFound' });
    expect(await revokeBy(createApiClient(platform.url), id)).toMatchObject({ __typename: 'Unauthenticated' });
    expect(await revokeBy(ada, userId)).toMatchObject({ __typename: 'InvalidInput', field: 'id' });
    expect(await revokeBy(ada, 'nonsense')).toMatchObject({ __typename: 'NotFound' });
    expect((await viewerOf(ada)).sessions).toHaveLength(sessions.length);
  });
});

test("sends an access hint with the user's id on logout and on revocation", async () => {
  const hints: string[] = [];
  const subscription = await platform.database.hints.listen(accessChannel, (userId) => void hints.push(userId));
  const [first, second, third] = [await signInAgain(ada), await signInAgain(ada), await signInAgain(eve)];
  expect(await first.request('mutation { logout }')).toEqual({ logout: true });
  expect(await first.request('mutation { logout }')).toEqual({ logout: false });
  await revokeBy(ada, (await viewerOf(second)).sessions.find(({ isCurrent }) => isCurrent)?.id ?? '');
  await third.request('mutation { logout }');
  const [adasId, evesId] = [uuidOf((await viewerOf(ada)).id), uuidOf((await viewerOf(eve)).id)];
  await waitFor('the hints', async () => hints.length >= 3);
  expect(hints).toEqual([adasId, adasId, evesId]);
  subscription.unlisten();
});
