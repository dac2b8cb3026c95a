/** Organizations, their members and the members' roles. Permissions are decided in access.ts. */
import type { Transaction } from '../database/client.ts';
import { Conflict, NotFound, Unauthenticated } from '../errors.ts';
import { applyPatch, type DescriptionPatch, parseName } from '../names.ts';
import { authorize, authorizeRoleChange, authorizeTicket, missing, type Role, type Viewer } from './access.ts';
import type { AccountRepository, Membership, Organization } from './account-repository.ts';

/** Ticket of an upload, as recorded when it was opened. */
export interface OpenedTicket {
  organizationId: string;
  /** User who opened the ticket. Null if unknown. */
  createdBy: string | null;
}

export type MembershipService = ReturnType<typeof createMembershipService>;

export function createMembershipService({ repository }: { repository: AccountRepository }) {
  /**
   * Sets the role of a member, or removes the member (null). Authorization uses the roles as they are in the database now,
   * which may differ from those that the viewer had at the start of the request.
   */
  async function changeMember(viewer: Viewer | null, organizationId: string, userId: string, to: Role | null) {
    const { userId: actorId } = authorize(viewer, 'read', organizationId);
    const from = await repository.changeRole(organizationId, userId, to, (members) => {
      authorizeRoleChange(members, actorId, userId, to);
      if (!members.roles.has(userId)) throw new NotFound('The user is not a member of this organization.');
    });
    const [user] = await repository.usersByIds([userId]);
    if (!from || !user) throw new Error(`Member ${userId} of organization ${organizationId} has no user record.`);
    return { user, role: to ?? from };
  }

  return {
    /**
     * Checks that the user who opened a ticket may still write in its organization.
     * @param tx transaction that locks the user's role until its end
     * @throws Forbidden
     */
    async authorizeTicket({ organizationId, createdBy }: OpenedTicket, tx?: Transaction): Promise<void> {
      authorizeTicket(createdBy === null ? null : await repository.holdRole(organizationId, createdBy, tx));
    },

    /**
     * Creates an organization owned by the viewer. Also returns the viewer with the new role.
     * @throws InvalidInput, Unauthenticated
     */
    async createOrganization(
      viewer: Viewer | null,
      input: { name: string },
    ): Promise<{ organization: Organization; viewer: Viewer }> {
      if (!viewer) throw new Unauthenticated();
      const name = parseName(input.name);
      const organization = await repository.createOrganization(name, viewer.userId);
      return { organization, viewer: { ...viewer, roles: new Map([...viewer.roles, [organization.id, 'OWNER']]) } };
    },

    /** Changes name, description and tags. @throws InvalidInput naming the field, NotFound, Forbidden, Unauthenticated */
    async updateOrganization(viewer: Viewer | null, id: string, patch: DescriptionPatch): Promise<Organization> {
      authorize(viewer, 'manageMembers', id);
      const [organization] = await repository.organizationsByIds([id]);
      if (!organization) throw missing('organization');
      return repository.describeOrganization(id, applyPatch(organization, patch));
    },

    /**
     * Adds a user to an organization.
     * @throws Unauthenticated, Forbidden, NotFound (also for an unknown user)
     * @throws Conflict if the user is already a member, or the organization is personal
     */
    async addMember(
      viewer: Viewer | null,
      { organizationId, username, role }: { organizationId: string; username: string; role: Role },
    ): Promise<Membership> {
      // Checked before the user is looked up, so that the result does not reveal whether the user exists.
      const { userId: actorId } = authorize(viewer, 'manageMembers', organizationId);
      const user = await repository.userByName(username);
      if (!user) throw new NotFound(`User "${username.slice(0, 100)}" not found. Enter the username used to register.`);
      await repository.changeRole(organizationId, user.id, role, (members) => {
        authorizeRoleChange(members, actorId, user.id, role);
        const present = members.roles.get(user.id);
        if (present)
          throw new Conflict(`"${user.username}" is already a member (${present}). Use setMemberRole instead.`);
      });
      return { user, role };
    },

    /**
     * Changes the role of a member.
     * @throws Unauthenticated, Forbidden, NotFound, Conflict (the only owner; a personal organization)
     */
    setMemberRole(
      viewer: Viewer | null,
      { organizationId, userId, role }: { organizationId: string; userId: string; role: Role },
    ): Promise<Membership> {
      return changeMember(viewer, organizationId, userId, role);
    },

    /** Removes a member and returns the membership that ended. @throws the errors of setMemberRole */
    removeMember(
      viewer: Viewer | null,
      { organizationId, userId }: { organizationId: string; userId: string },
    ): Promise<Membership> {
      return changeMember(viewer, organizationId, userId, null);
    },
  };
}
