/** Users, organizations and memberships as GraphQL types, and the queries that read them. */
import { encodeGlobalID } from '@pothos/plugin-relay';
import { builder, forEveryone } from '../graphql/builder.ts';
import { isUuid } from '../graphql/connection.ts';
import { descriptionFields } from '../graphql/list.ts';
import { authorize, type Role, type Viewer } from './access.ts';
import type { Membership, Organization, User } from './account-repository.ts';
import type { AccountService } from './account-service.ts';
import { loadMembers, loadOrganization, loadUser } from './loaders.ts';

declare module '../graphql/context.ts' {
  interface Services {
    accounts: AccountService;
  }
  interface SignedInViewer extends Viewer {}
}

export const RoleEnum = builder.enumType('Role', {
  description:
    'Role of a member in an organization. Every role includes the permissions of the roles before it: `VIEWER`, `MEMBER`, ' +
    '`ADMIN`, `OWNER`.',
  values: {
    OWNER: { description: 'Can also grant and revoke the `OWNER` role.' },
    ADMIN: { description: 'Can also manage members, except owners.' },
    MEMBER: { description: 'Can also create, launch, delete and restore resources.' },
    VIEWER: { description: 'Can view resources, follow tasks and run predictions.' },
  } satisfies Record<Role, { description: string }>,
});

export const MembershipRef = builder.objectRef<Membership>('Membership').implement({
  description: 'Membership of a user in an organization.',
  fields: (t) => ({
    user: t.field({ type: UserRef, description: 'The member.', resolve: ({ user }) => user }),
    role: t.field({
      type: RoleEnum,
      description: 'Role of the member in the organization.',
      resolve: (membership) => membership.role,
    }),
  }),
});

export const OrganizationRef = builder.objectRef<Organization>('Organization');
builder.node(OrganizationRef, {
  description: 'Owner of datasets, configurations, tasks and models. Every user has a personal organization.',
  id: { resolve: ({ id }) => id },
  isTypeOf: undefined,
  loadOne: (id, context) => (isUuid(id) ? loadOrganization(context, id) : null),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the organization.' }),
    ...descriptionFields(t),
    isPersonal: t.boolean({
      description: 'Whether the organization is the personal one of a single user.',
      resolve: ({ personalOf }) => personalOf !== null,
    }),
    viewerRole: t.field({
      type: RoleEnum,
      description: 'Role of the viewer in the organization.',
      resolve: ({ id }, _, { viewer }) => authorize(viewer, 'read', id).roles.get(id) ?? 'VIEWER',
    }),
    members: t.field({
      type: [MembershipRef],
      description: 'Members in the order in which they joined.',
      resolve: ({ id }, _, context) => {
        authorize(context.viewer, 'read', id);
        return loadMembers(context, id);
      },
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'Time of creation.' }),
  }),
});

export const UserRef = builder.objectRef<User>('User');
builder.objectType(UserRef, {
  description: 'A user account.',
  fields: (t) => ({
    id: t.id({ resolve: ({ id }) => encodeGlobalID('User', id) }),
    username: t.exposeString('username', { description: 'Username that the user signs in with.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'Time of the registration.' }),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: UserRef,
    nullable: true,
    extensions: forEveryone,
    description: 'The signed-in user. Null when the caller is not signed in.',
    resolve: (_, __, context) => (context.viewer ? loadUser(context, context.viewer.userId) : null),
  }),
);

builder.queryField('organizations', (t) =>
  t.field({
    type: [OrganizationRef],
    extensions: forEveryone,
    description: 'Organizations of the viewer, the personal one first. Empty when the caller is not signed in.',
    resolve: (_, __, { viewer, services }) => (viewer ? services.accounts.organizationsOf(viewer) : []),
  }),
);
