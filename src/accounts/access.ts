/**
 * Authorization. This is the only module that decides access: every resource belongs to an organization, and a user's role
 * in that organization determines the actions that the user may perform.
 *
 * | action        | VIEWER | MEMBER | ADMIN | OWNER |
 * |---------------|--------|--------|-------|-------|
 * | read          |   x    |   x    |   x   |   x   |   view, subscribe, predict
 * | write         |        |   x    |   x   |   x   |   upload, configure, delete, restore
 * | launch        |        |   x    |   x   |   x   |   launch, cancel, pause, resume, delete, restore tasks
 * | manageMembers |        |        |   x   |   x   |   members and settings
 * | manageOwners  |        |        |       |   x   |   grant and revoke the OWNER role
 *
 * Every member may leave. No role may leave an organization without an owner, or add members to a personal organization.
 */

import type { role } from '../database/tables/accounts.ts';
import { Conflict, Forbidden, NotFound, Unauthenticated } from '../errors.ts';

export type Role = (typeof role.enumValues)[number];
export type Action = 'read' | 'write' | 'launch' | 'manageMembers' | 'manageOwners';

/** The signed-in user. */
export interface Viewer {
  userId: string;
  username: string;
  personalOrganizationId: string;
  /** Role of the viewer by organization ID. Contains only the organizations that the viewer is a member of. */
  roles: ReadonlyMap<string, Role>;
}

const permissions: Record<Role, readonly Action[]> = {
  VIEWER: ['read'],
  MEMBER: ['read', 'write', 'launch'],
  ADMIN: ['read', 'write', 'launch', 'manageMembers'],
  OWNER: ['read', 'write', 'launch', 'manageMembers', 'manageOwners'],
};

/** How error messages name an action, after "does not allow you to". */
const actionPhrases: Record<Action, string> = {
  read: 'view its resources',
  write: 'create, change or delete resources',
  launch: 'launch or change tasks',
  manageMembers: 'manage its members',
  manageOwners: 'grant or revoke the OWNER role',
};

/**
 * Returns the error for a resource that does not exist and for one that the viewer may not see, with the same text for both.
 * @param what noun for the resource, such as "dataset"
 */
export function missing(what: string): NotFound {
  return new NotFound(`${what.slice(0, 1).toUpperCase()}${what.slice(1)} not found.`);
}

/**
 * Checks that the viewer may perform `action` in an organization, and returns the viewer.
 * @param what noun for the resource that the organization owns, such as "dataset"
 * @throws Unauthenticated if the viewer is not signed in
 * @throws NotFound if the viewer is not a member, so that the error does not reveal that the resource exists
 * @throws Forbidden if the viewer's role does not allow the action
 */
export function authorize(
  viewer: Viewer | null,
  action: Action,
  organizationId: string,
  what = 'organization',
): Viewer {
  const present = requireViewer(viewer);
  assertAllowed(present.roles.get(organizationId), action, what);
  return present;
}

/**
 * Checks that the caller is signed in, before the organization is read from the database or the input.
 * @throws Unauthenticated if the caller is not signed in
 */
export function requireViewer(viewer: Viewer | null): Viewer {
  if (!viewer) throw new Unauthenticated();
  return viewer;
}

function assertAllowed(role: Role | undefined, action: Action, what = 'organization'): void {
  const refusal = refusalOf(role, action, what);
  if (refusal) throw refusal;
}

function refusalOf(role: Role | undefined, action: Action, what: string): NotFound | Forbidden | null {
  if (!role) return missing(what);
  if (permissions[role].includes(action)) return null;
  return new Forbidden(`Your role in this organization (${role}) does not allow you to ${actionPhrases[action]}.`);
}

/**
 * Returns a resource if the viewer may read it, otherwise the error that `authorize` would throw: for reads of many resources, each
 * of which has its own result.
 * @param resource undefined if it does not exist
 * @param what noun for the resource, such as "dataset"
 */
export function readable<Resource extends { organizationId: string }>(
  { roles }: Viewer,
  resource: Resource | undefined,
  what: string,
): Resource | NotFound | Forbidden {
  if (!resource) return missing(what);
  return refusalOf(roles.get(resource.organizationId), 'read', what) ?? resource;
}

/**
 * Checks that an upload ticket is still valid. A ticket carries the current permissions of the user who opened it.
 * @param role current role of that user in the ticket's organization. Null if the user is not a member or was deleted
 * @throws Forbidden if the role does not allow writing
 */
export function authorizeTicket(role: Role | null): void {
  if (role && permissions[role].includes('write')) return;
  throw new Forbidden('The user who opened this upload may no longer write in its organization. Open a new upload.');
}

/**
 * Returns the organizations whose resources the viewer may list: the given one, or all of the viewer's if it is null.
 * @throws Unauthenticated, NotFound
 */
export function readableOrganizationIds(viewer: Viewer | null, organizationId: string | null): string[] {
  const { roles } = requireViewer(viewer);
  if (organizationId === null) return [...roles.keys()];
  authorize(viewer, 'read', organizationId);
  return [organizationId];
}

/** Members of an organization. */
export interface OrganizationMembers {
  /** Whether the organization is the personal one of a single user. */
  personal: boolean;
  /** Role of each member by user ID. */
  roles: ReadonlyMap<string, Role>;
}

/**
 * Checks that one user may change the role of another user, or their own.
 * @param to the new role. Null removes the member
 * @throws NotFound if the acting user is not a member
 * @throws Forbidden if the acting user's role does not allow the change
 * @throws Conflict if the organization is personal, or if the change would leave it without an owner
 */
export function authorizeRoleChange(
  members: OrganizationMembers,
  actorId: string,
  userId: string,
  to: Role | null,
): void {
  const { personal, roles } = members;
  const from = roles.get(userId) ?? null;
  const leaves = to === null && actorId === userId;
  const touchesOwner = from === 'OWNER' || to === 'OWNER';
  assertAllowed(roles.get(actorId), leaves ? 'read' : touchesOwner ? 'manageOwners' : 'manageMembers');
  if (personal)
    throw new Conflict('A personal organization has one member only. Create an organization to share with others.');
  const owners = [...roles.values()].filter((role) => role === 'OWNER').length;
  if (from === 'OWNER' && to !== 'OWNER' && owners === 1) {
    throw new Conflict('This member is the only OWNER of the organization. Make another member an OWNER first.');
  }
}
