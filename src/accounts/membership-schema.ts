/** Changing who is in an organisation. */
import { Conflict, InvalidInput, Unauthenticated } from '../errors.ts';
import { builder } from '../graphql/builder.ts';
import { decodeId } from '../graphql/connection.ts';
import { accessErrors } from '../graphql/errors.ts';
import type { MembershipService } from './membership-service.ts';
import { MembershipRef, OrganizationRef, RoleEnum } from './schema.ts';

declare module '../graphql/context.ts' {
  interface Services {
    memberships: MembershipService;
  }
}

const CreateOrganizationInput = builder.inputType('CreateOrganizationInput', {
  fields: (t) => ({ name: t.string({ required: true, description: '1 to 200 characters.' }) }),
});

builder.mutationField('createOrganization', (t) =>
  t.field({
    type: OrganizationRef,
    errors: { types: [Unauthenticated, InvalidInput] },
    description: 'Makes an organisation to share with others. The viewer is its first OWNER.',
    args: { input: t.arg({ type: CreateOrganizationInput, required: true }) },
    async resolve(_, { input }, context) {
      const { organization, viewer } = await context.services.memberships.createOrganization(context.viewer, input);
      // So that the answer may show what was made.
      context.viewer = viewer;
      return organization;
    },
  }),
);

const membershipErrors = [...accessErrors, Conflict] as const;

const organizationOf = (id: string) => decodeId(id, 'Organization', 'input.organizationId');
const userOf = (id: string) => decodeId(id, 'User', 'input.userId');

const AddMemberInput = builder.inputType('AddMemberInput', {
  fields: (t) => ({
    organizationId: t.id({ required: true, description: 'Not a personal one.' }),
    username: t.string({ required: true, description: 'The name that they registered with.' }),
    role: t.field({ type: RoleEnum, required: true }),
  }),
});

builder.mutationField('addMember', (t) =>
  t.field({
    type: MembershipRef,
    errors: { types: [...membershipErrors] },
    description: 'Takes a user into an organisation. Needs ADMIN; OWNER to add an OWNER.',
    args: { input: t.arg({ type: AddMemberInput, required: true }) },
    resolve: (_, { input: { organizationId, ...given } }, { viewer, services }) =>
      services.memberships.addMember(viewer, { ...given, organizationId: organizationOf(organizationId) }),
  }),
);

const SetMemberRoleInput = builder.inputType('SetMemberRoleInput', {
  fields: (t) => ({
    organizationId: t.id({ required: true }),
    userId: t.id({ required: true }),
    role: t.field({ type: RoleEnum, required: true }),
  }),
});

builder.mutationField('setMemberRole', (t) =>
  t.field({
    type: MembershipRef,
    errors: { types: [...membershipErrors] },
    description:
      'Gives a member another role. Needs ADMIN; OWNER to make or unmake an OWNER. An organisation always keeps one OWNER.',
    args: { input: t.arg({ type: SetMemberRoleInput, required: true }) },
    resolve: (_, { input: { organizationId, userId, role } }, { viewer, services }) =>
      services.memberships.setMemberRole(viewer, {
        organizationId: organizationOf(organizationId),
        userId: userOf(userId),
        role,
      }),
  }),
);

const RemoveMemberInput = builder.inputType('RemoveMemberInput', {
  fields: (t) => ({ organizationId: t.id({ required: true }), userId: t.id({ required: true }) }),
});

builder.mutationField('removeMember', (t) =>
  t.field({
    type: MembershipRef,
    errors: { types: [...membershipErrors] },
    description:
      'Takes a member out of an organisation, and answers with what they were. Needs ADMIN, OWNER for an OWNER; everybody ' +
      'may take themself out. Live streams that they can see no more end.',
    args: { input: t.arg({ type: RemoveMemberInput, required: true }) },
    resolve: (_, { input }, { viewer, services }) =>
      services.memberships.removeMember(viewer, {
        organizationId: organizationOf(input.organizationId),
        userId: userOf(input.userId),
      }),
  }),
);
