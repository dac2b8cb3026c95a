/** Organisations and who is in them with which role. What is allowed, access.ts decides. */
import type { Transaction } from '../database/client.ts';
import { Conflict, NotFound, Unauthenticated } from '../errors.ts';
import { nameFrom } from '../names.ts';
import { authorize, authorizeRoleChange, authorizeTicket, type Role, type Viewer } from './access.ts';
import type { AccountRepository, Membership, Organization } from './account-repository.ts';

/** What an upload's record says of its ticket. */
export interface OpenedTicket {
  organizationId: string;
  /** Null: it is not known. */
  createdBy: string | null;
}

export type MembershipService = ReturnType<typeof createMembershipService>;

export function createMembershipService({ repository }: { repository: AccountRepository }) {
  /**
   * Gives a member another role; null: takes them out. Decided by the roles as they are in this moment, which may differ
   * from those that the request came with.
   */
  async function changeMember(viewer: Viewer | null, organizationId: string, userId: string, to: Role | null) {
    const { userId: actorId } = authorize(viewer, 'read', organizationId);
    const from = await repository.changeRole(organizationId, userId, to, (roster) => {
      authorizeRoleChange(roster, actorId, userId, to);
      if (!roster.roles.has(userId)) throw new NotFound('This user is not a member of the organisation.');
    });
    const user = await repository.userById(userId);
    if (!from || !user) throw new Error(`Member ${userId} of ${organizationId} is no user.`);
    return { user, role: to ?? from };
  }

  return {
    /**
     * Asserts that the user who opened a ticket may still write in its organisation.
     * @param tx until its end the user's role stays as it is
     * @throws Forbidden
     */
    async authorizeTicket({ organizationId, createdBy }: OpenedTicket, tx?: Transaction): Promise<void> {
      authorizeTicket(createdBy === null ? null : await repository.holdRole(organizationId, createdBy, tx));
    },

    /**
     * A new organisation that the viewer owns. Also returns who the viewer is from now on.
     * @throws InvalidInput, Unauthenticated
     */
    async createOrganization(
      viewer: Viewer | null,
      input: { name: string },
    ): Promise<{ organization: Organization; viewer: Viewer }> {
      if (!viewer) throw new Unauthenticated();
      const name = nameFrom(input.name);
      const organization = await repository.createOrganization(name, viewer.userId);
      return { organization, viewer: { ...viewer, roles: new Map([...viewer.roles, [organization.id, 'OWNER']]) } };
    },

    /**
     * Takes a user into an organisation.
     * @throws Unauthenticated, Forbidden, NotFound (also: no such user), Conflict (a member already; a personal organisation)
     */
    async addMember(
      viewer: Viewer | null,
      { organizationId, username, role }: { organizationId: string; username: string; role: Role },
    ): Promise<Membership> {
      // Before it is told whether there is such a user.
      const { userId: actorId } = authorize(viewer, 'administer', organizationId);
      const user = await repository.userByName(username);
      if (!user)
        throw new NotFound(`There is no user "${username.slice(0, 100)}". Give the name that they registered with.`);
      await repository.changeRole(organizationId, user.id, role, (roster) => {
        authorizeRoleChange(roster, actorId, user.id, role);
        const present = roster.roles.get(user.id);
        if (present) throw new Conflict(`"${user.username}" is a member already (${present}). Use setMemberRole.`);
      });
      return { user, role };
    },

    /** @throws Unauthenticated, Forbidden, NotFound, Conflict (the only owner; a personal organisation) */
    setMemberRole(
      viewer: Viewer | null,
      { organizationId, userId, role }: { organizationId: string; userId: string; role: Role },
    ): Promise<Membership> {
      return changeMember(viewer, organizationId, userId, role);
    },

    /** Returns the membership that ended. @throws as setMemberRole */
    removeMember(
      viewer: Viewer | null,
      { organizationId, userId }: { organizationId: string; userId: string },
    ): Promise<Membership> {
      return changeMember(viewer, organizationId, userId, null);
    },
  };
}
