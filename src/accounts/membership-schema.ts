/** Mutations for organizations and their members. */
import { Conflict, InvalidInput, Unauthenticated } from '../errors.ts';
import { builder } from '../graphql/builder.ts';
import { decodeId } from '../graphql/connection.ts';
import { accessErrors } from '../graphql/errors.ts';
import { updateMutation } from '../graphql/list.ts';
import type { MembershipService } from './membership-service.ts';
import { MembershipRef, OrganizationRef, RoleEnum } from './schema.ts';

declare module '../graphql/context.ts' {
  interface Services {
    memberships: MembershipService;
  }
}

const CreateOrganizationInput = builder.inputType('CreateOrganizationInput', {
  fields: (t) => ({ name: t.string({ required: true, description: 'Name of the organization. 1-200 characters.' }) }),
});

builder.mutationField('createOrganization', (t) =>
  t.field({
    type: OrganizationRef,
    errors: { types: [Unauthenticated, InvalidInput] },
    description: 'Creates an organization to share with others. The viewer becomes its first `OWNER`.',
    args: { input: t.arg({ type: CreateOrganizationInput, required: true }) },
    async resolve(_, { input }, context) {
      const { organization, viewer } = await context.services.memberships.createOrganization(context.viewer, input);
      // The updated viewer is a member, so the response can include the new organization.
      context.viewer = viewer;
      return organization;
    },
  }),
);

updateMutation('Organization', {
  type: OrganizationRef,
  note: 'Requires `ADMIN`.',
  update: ({ viewer, services }, id, patch) => services.memberships.updateOrganization(viewer, id, patch),
});

const membershipErrors = [...accessErrors, Conflict] as const;

const decodeOrganizationId = (id: string) => decodeId(id, 'Organization', 'input.organizationId');
const decodeUserId = (id: string) => decodeId(id, 'User', 'input.userId');

const AddMemberInput = builder.inputType('AddMemberInput', {
  fields: (t) => ({
    organizationId: t.id({
      required: true,
      description: 'Organization to add the user to. Must not be a personal organization.',
    }),
    username: t.string({ required: true, description: 'Username of the user to add.' }),
    role: t.field({ type: RoleEnum, required: true, description: 'Role of the new member.' }),
  }),
});

builder.mutationField('addMember', (t) =>
  t.field({
    type: MembershipRef,
    errors: { types: [...membershipErrors] },
    description: 'Adds a user to an organization. Requires `ADMIN`, or `OWNER` to add an owner.',
    args: { input: t.arg({ type: AddMemberInput, required: true }) },
    resolve: (_, { input: { organizationId, ...member } }, { viewer, services }) =>
      services.memberships.addMember(viewer, { ...member, organizationId: decodeOrganizationId(organizationId) }),
  }),
);

const SetMemberRoleInput = builder.inputType('SetMemberRoleInput', {
  fields: (t) => ({
    organizationId: t.id({ required: true, description: 'Organization of the member.' }),
    userId: t.id({ required: true, description: 'User whose role changes.' }),
    role: t.field({ type: RoleEnum, required: true, description: 'New role of the member.' }),
  }),
});

builder.mutationField('setMemberRole', (t) =>
  t.field({
    type: MembershipRef,
    errors: { types: [...membershipErrors] },
    description:
      'Changes the role of a member. Requires `ADMIN`, or `OWNER` to grant or revoke `OWNER`. An organization always keeps ' +
      'at least one owner.',
    args: { input: t.arg({ type: SetMemberRoleInput, required: true }) },
    resolve: (_, { input: { organizationId, userId, role } }, { viewer, services }) =>
      services.memberships.setMemberRole(viewer, {
        organizationId: decodeOrganizationId(organizationId),
        userId: decodeUserId(userId),
        role,
      }),
  }),
);

const RemoveMemberInput = builder.inputType('RemoveMemberInput', {
  fields: (t) => ({
    organizationId: t.id({ required: true, description: 'Organization to remove the member from.' }),
    userId: t.id({ required: true, description: 'User to remove.' }),
  }),
});

builder.mutationField('removeMember', (t) =>
  t.field({
    type: MembershipRef,
    errors: { types: [...membershipErrors] },
    description:
      'Removes a member from an organization and returns the membership that ended. Requires `ADMIN`, or `OWNER` to remove ' +
      'an owner; every member can leave. Ends the live streams that the member can no longer access.',
    args: { input: t.arg({ type: RemoveMemberInput, required: true }) },
    resolve: (_, { input }, { viewer, services }) =>
      services.memberships.removeMember(viewer, {
        organizationId: decodeOrganizationId(input.organizationId),
        userId: decodeUserId(input.userId),
      }),
  }),
);
