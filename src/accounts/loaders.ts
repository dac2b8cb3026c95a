/** Batched loads of users, organizations, their members, and the sessions of the viewer. */
import { batched } from '../graphql/loader.ts';
import type { Membership, Organization, User } from './account-repository.ts';
import type { StoredSession } from './sessions.ts';

/** Loads a user. The caller has authorized access. @throws NotFound */
export const loadUser = batched<string, User>((ids, { services }) => services.accounts.usersByIds(ids));

/** Loads an organization that the viewer is a member of. @throws NotFound, Unauthenticated */
export const loadOrganization = batched<string, Organization>((ids, { viewer, services }) =>
  services.accounts.organizationsByIds(viewer, ids),
);

/** Loads the members of an organization. The caller has authorized access to it. */
export const loadMembers = batched<string, Membership[]>((organizationIds, { services }) =>
  services.accounts.members(organizationIds),
);

/** Loads the sessions of a user; null unless that user is the viewer. */
export const loadSessions = batched<string, StoredSession[] | null>(async (userIds, { viewer, services }) => {
  const sessions = viewer && userIds.includes(viewer.userId) ? await services.accounts.sessionsOf(viewer) : null;
  return userIds.map((id) => (id === viewer?.userId ? sessions : null));
});
