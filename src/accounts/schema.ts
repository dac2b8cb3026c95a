/** Users, organisations, registering and signing in. */
import { encodeGlobalID } from '@pothos/plugin-relay';
import { role } from '../database/tables.ts';
import { InvalidCredentials, InvalidInput, RateLimited, UsernameTaken } from '../errors.ts';
import { builder } from '../graphql/builder.ts';
import { isUuid } from '../graphql/connection.ts';
import { authorize, type Role, type Viewer } from './access.ts';
import type { Organization, User } from './account-repository.ts';
import type { AccountService, SignedIn } from './account-service.ts';

declare module '../graphql/context.ts' {
  interface Services {
    accounts: AccountService;
  }
  interface SignedInViewer extends Viewer {}
}

const RoleEnum = builder.enumType('Role', {
  description: 'What a member may do: VIEWER looks, MEMBER works, ADMIN and OWNER also manage.',
  values: role.enumValues,
});

const MembershipRef = builder.objectRef<{ user: User; role: Role }>('Membership').implement({
  description: 'A member of an organisation.',
  fields: (t) => ({
    user: t.field({ type: UserRef, resolve: ({ user }) => user }),
    role: t.field({ type: RoleEnum, resolve: (membership) => membership.role }),
  }),
});

export const OrganizationRef = builder.objectRef<Organization>('Organization');
builder.node(OrganizationRef, {
  description: 'What datasets, configurations, tasks and models belong to. Everybody has a personal one.',
  id: { resolve: ({ id }) => id },
  isTypeOf: undefined,
  loadOne: (id, { viewer, services }) => (isUuid(id) ? services.accounts.organizationById(viewer, id) : null),
  fields: (t) => ({
    name: t.exposeString('name'),
    personal: t.boolean({
      description: 'It belongs to one user alone.',
      resolve: ({ personalOf }) => personalOf !== null,
    }),
    viewerRole: t.field({
      type: RoleEnum,
      description: "The viewer's own role.",
      resolve: ({ id }, _, { viewer }) => authorize(viewer, 'read', id).roles.get(id) ?? 'VIEWER',
    }),
    members: t.field({
      type: [MembershipRef],
      resolve: ({ id }, _, { viewer, services }) => {
        authorize(viewer, 'read', id);
        return services.accounts.members(id);
      },
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
  }),
});

const UserRef = builder.objectRef<User>('User');
builder.objectType(UserRef, {
  description: 'A person.',
  fields: (t) => ({
    id: t.id({ resolve: ({ id }) => encodeGlobalID('User', id) }),
    username: t.exposeString('username'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: UserRef,
    nullable: true,
    description: 'Who is signed in; null when nobody is.',
    resolve: (_, __, { viewer, services }) => (viewer ? services.accounts.userById(viewer.userId) : null),
  }),
);

builder.queryField('organizations', (t) =>
  t.field({
    type: [OrganizationRef],
    description: 'The organisations that the viewer is a member of; the personal one first.',
    resolve: (_, __, { viewer, services }) => (viewer ? services.accounts.organizationsOf(viewer) : []),
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
    description: 'Ends the session. False when nobody was signed in.',
    async resolve(_, __, { services, token, setSession }) {
      const ended = await services.accounts.logout(token);
      setSession(null);
      return ended;
    },
  }),
);
