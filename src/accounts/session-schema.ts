/** Signing in and out, and the sessions that come of it. */
import { encodeGlobalID } from '@pothos/plugin-relay';
import { InvalidCredentials, InvalidInput, NotFound, RateLimited, Unauthenticated, UsernameTaken } from '../errors.ts';
import { builder, forEveryone } from '../graphql/builder.ts';
import { decodeId } from '../graphql/connection.ts';
import type { SignedIn } from './account-service.ts';
import { UserRef } from './schema.ts';
import type { StoredSession } from './sessions.ts';

/** A SHA-256 in hex. */
const sessionId = /^[0-9a-f]{64}$/;

const SessionRef = builder.objectRef<StoredSession>('Session').implement({
  description: 'That somebody is signed in, in one browser or with one token.',
  fields: (t) => ({
    id: t.id({
      description: 'Names the session; one cannot sign in with it.',
      resolve: ({ id }) => encodeGlobalID('Session', id),
    }),
    current: t.boolean({
      description: 'The one that this request came with.',
      resolve: ({ id }, _, context) => id === context.sessionId,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Moves on while the session is used.' }),
  }),
});

// A user is also reached through the members of an organisation: whose sessions are given is decided by the viewer alone.
builder.objectField(UserRef, 'sessions', (t) =>
  t.field({
    type: [SessionRef],
    nullable: true,
    description: "The viewer's own sessions, newest first, at most 500. Null: this is somebody else.",
    resolve: ({ id }, _, { viewer, services }) =>
      viewer && viewer.userId === id ? services.accounts.sessionsOf(viewer) : null,
  }),
);

/** What registering and logging in answer with. */
function signedInPayload(name: string) {
  return builder.objectRef<SignedIn>(name).implement({
    description: 'A new session. Browsers get it as a cookie too; scripts send `Authorization: Bearer <token>`.',
    fields: (t) => ({
      user: t.field({ type: UserRef, resolve: ({ user }) => user }),
      token: t.exposeString('token', { description: 'The secret of the session. It cannot be had again.' }),
      expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Moves on while the session is used.' }),
    }),
  });
}

function credentialsInput(name: string) {
  return builder.inputType(name, {
    fields: (t) => ({
      username: t.string({ required: true, description: '3 to 32 letters, digits, ".", "_" or "-".' }),
      password: t.string({ required: true, description: '8 to 256 characters.' }),
    }),
  });
}

builder.mutationField('register', (t) =>
  t.field({
    type: signedInPayload('RegisterPayload'),
    errors: { types: [UsernameTaken, InvalidInput, RateLimited] },
    extensions: forEveryone,
    description: 'Makes an account with a personal organisation, and signs in.',
    args: { input: t.arg({ type: credentialsInput('RegisterInput'), required: true }) },
    async resolve(_, { input }, { services, address, setSession }) {
      const signedIn = await services.accounts.register(input, address);
      setSession(signedIn);
      return signedIn;
    },
  }),
);

builder.mutationField('login', (t) =>
  t.field({
    type: signedInPayload('LoginPayload'),
    errors: { types: [InvalidCredentials, RateLimited] },
    extensions: forEveryone,
    description: 'Signs in.',
    args: { input: t.arg({ type: credentialsInput('LoginInput'), required: true }) },
    async resolve(_, { input }, { services, address, setSession }) {
      const signedIn = await services.accounts.login(input, address);
      setSession(signedIn);
      return signedIn;
    },
  }),
);

builder.mutationField('logout', (t) =>
  t.boolean({
    extensions: forEveryone,
    description: 'Ends the session. False when nobody was signed in.',
    async resolve(_, __, { services, token, setSession }) {
      const ended = await services.accounts.logout(token);
      setSession(null);
      return ended;
    },
  }),
);

builder.mutationField('revokeSession', (t) =>
  t.field({
    type: SessionRef,
    errors: { types: [Unauthenticated, NotFound, InvalidInput] },
    description:
      "Ends one of the viewer's own sessions, found with `viewer { sessions }`: who holds it is signed out, and its live streams end.",
    args: { id: t.arg.id({ required: true }) },
    async resolve(_, { id }, { viewer, services, setSession, ...context }) {
      const ended = await services.accounts.revokeSession(viewer, decodeId(id, 'Session', 'id', sessionId));
      if (ended.id === context.sessionId) setSession(null);
      return ended;
    },
  }),
);
