/** Registration, sign-in, sign-out and sessions in the GraphQL schema. */
import { encodeGlobalID } from '@pothos/plugin-relay';
import { InvalidCredentials, InvalidInput, NotFound, RateLimited, Unauthenticated, UsernameTaken } from '../errors.ts';
import { builder, forEveryone } from '../graphql/builder.ts';
import { decodeId } from '../graphql/connection.ts';
import type { NewSession } from './account-service.ts';
import { loadSessions } from './loaders.ts';
import { UserRef } from './schema.ts';
import type { StoredSession } from './sessions.ts';

/** A SHA-256 in hex. */
const sessionIdPattern = /^[0-9a-f]{64}$/;

const expiresAtDescription = 'Time at which the session expires. Extended while the session is in use.';

const SessionRef = builder.objectRef<StoredSession>('Session').implement({
  description: 'A signed-in session of a user, in one browser or with one token.',
  fields: (t) => ({
    id: t.id({
      description: 'ID of the session. Not a secret: the ID cannot be used to sign in.',
      resolve: ({ id }) => encodeGlobalID('Session', id),
    }),
    isCurrent: t.boolean({
      description: 'Whether the current request uses this session.',
      resolve: ({ id }, _, context) => id === context.sessionId,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'Time of the sign-in.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: expiresAtDescription }),
  }),
});

// A User can also be reached through the members of an organization, so the resolver checks that it is the viewer.
builder.objectField(UserRef, 'sessions', (t) =>
  t.field({
    type: [SessionRef],
    nullable: true,
    description: 'Sessions of the viewer, newest first, at most 500. Null for other users.',
    resolve: ({ id }, _, context) => loadSessions(context, id),
  }),
);

/** Defines the result type of `register` and `login`. */
function signedInPayload(name: string) {
  return builder.objectRef<NewSession>(name).implement({
    description:
      'A new session. Browsers also receive it as a cookie; other clients send `Authorization: Bearer <token>`.',
    fields: (t) => ({
      user: t.field({ type: UserRef, description: 'The user who signed in.', resolve: ({ user }) => user }),
      token: t.exposeString('token', { description: 'Secret token of the session. Returned only once.' }),
      expiresAt: t.expose('expiresAt', { type: 'DateTime', description: expiresAtDescription }),
    }),
  });
}

function credentialsInput(name: string) {
  return builder.inputType(name, {
    fields: (t) => ({
      username: t.string({
        required: true,
        description: 'Username. 3-32 characters: letters, digits, `.`, `_` or `-`.',
      }),
      password: t.string({ required: true, description: 'Password. 8-256 characters.' }),
    }),
  });
}

builder.mutationField('register', (t) =>
  t.field({
    type: signedInPayload('RegisterPayload'),
    errors: { types: [UsernameTaken, InvalidInput, RateLimited] },
    extensions: forEveryone,
    description: 'Creates an account with a personal organization, and signs in.',
    args: { input: t.arg({ type: credentialsInput('RegisterInput'), required: true }) },
    async resolve(_, { input }, { services, address, setSessionCookie }) {
      const signedIn = await services.accounts.register(input, address);
      setSessionCookie(signedIn);
      return signedIn;
    },
  }),
);

builder.mutationField('login', (t) =>
  t.field({
    type: signedInPayload('LoginPayload'),
    errors: { types: [InvalidCredentials, RateLimited] },
    extensions: forEveryone,
    description: 'Signs in and creates a session.',
    args: { input: t.arg({ type: credentialsInput('LoginInput'), required: true }) },
    async resolve(_, { input }, { services, address, setSessionCookie }) {
      const signedIn = await services.accounts.login(input, address);
      setSessionCookie(signedIn);
      return signedIn;
    },
  }),
);

builder.mutationField('logout', (t) =>
  t.boolean({
    extensions: forEveryone,
    description: 'Ends the current session. Returns false when the caller is not signed in.',
    async resolve(_, __, { services, token, setSessionCookie }) {
      const ended = await services.accounts.logout(token);
      setSessionCookie(null);
      return ended;
    },
  }),
);

builder.mutationField('revokeSession', (t) =>
  t.field({
    type: SessionRef,
    errors: { types: [Unauthenticated, NotFound, InvalidInput] },
    description:
      "Ends one of the viewer's own sessions, as listed in `User.sessions`. Its holder is signed out, and its live streams end.",
    args: { id: t.arg.id({ required: true }) },
    async resolve(_, { id }, { viewer, services, setSessionCookie, ...context }) {
      const ended = await services.accounts.revokeSession(viewer, decodeId(id, 'Session', 'id', sessionIdPattern));
      if (ended.id === context.sessionId) setSessionCookie(null);
      return ended;
    },
  }),
);
