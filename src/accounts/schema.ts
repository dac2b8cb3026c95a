/** Users and organisations, as one reads them. */
import { encodeGlobalID } from '@pothos/plugin-relay';
import { role } from '../database/tables.ts';
import { builder, forEveryone } from '../graphql/builder.ts';
import { isUuid } from '../graphql/connection.ts';
import { authorize, type Viewer } from './access.ts';
import type { Membership, Organization, User } from './account-repository.ts';
import type { AccountService } from './account-service.ts';

declare module '../graphql/context.ts' {
  interface Services {
    accounts: AccountService;
  }
  interface SignedInViewer extends Viewer {}
}

export const RoleEnum = builder.enumType('Role', {
  description:
    'What a member may do: VIEWER looks, MEMBER works, ADMIN also manages members, OWNER also makes and unmakes owners.',
  values: role.enumValues,
});

export const MembershipRef = builder.objectRef<Membership>('Membership').implement({
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

export const UserRef = builder.objectRef<User>('User');
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
    extensions: forEveryone,
    description: 'Who is signed in; null when nobody is.',
    resolve: (_, __, { viewer, services }) => (viewer ? services.accounts.userById(viewer.userId) : null),
  }),
);

builder.queryField('organizations', (t) =>
  t.field({
    type: [OrganizationRef],
    extensions: forEveryone,
    description: 'The organisations that the viewer is a member of; the personal one first.',
    resolve: (_, __, { viewer, services }) => (viewer ? services.accounts.organizationsOf(viewer) : []),
  }),
);
