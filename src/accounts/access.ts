/**
 * Who may do what. The one place that decides access: everything belongs to an organisation, and a person's role there
 * says what they may do with it.
 *
 * | action      | VIEWER | MEMBER | ADMIN | OWNER |
 * |-------------|--------|--------|-------|-------|
 * | read        |   x    |   x    |   x   |   x   |   see it, watch it, predict with it
 * | write       |        |   x    |   x   |   x   |   upload, configure, delete, restore
 * | launch      |        |   x    |   x   |   x   |   launch, cancel, pause, resume, delete, restore
 * | administer  |        |        |   x   |   x   |   members and settings
 * | appoint     |        |        |       |   x   |   make owners, and unmake them
 *
 * Everybody may leave. What nobody may do, whatever their role: leave an organisation without an owner, or let somebody
 * else into a personal one.
 */

import type { role } from '../database/tables.ts';
import { Conflict, Forbidden, NotFound, Unauthenticated } from '../errors.ts';

export type Role = (typeof role.enumValues)[number];
export type Action = 'read' | 'write' | 'launch' | 'administer' | 'appoint';

/** Somebody who is signed in. */
export interface Viewer {
  userId: string;
  username: string;
  personalOrganizationId: string;
  /** Role in each organisation that the viewer is a member of. */
  roles: ReadonlyMap<string, Role>;
}

const allowed: Record<Role, readonly Action[]> = {
  VIEWER: ['read'],
  MEMBER: ['read', 'write', 'launch'],
  ADMIN: ['read', 'write', 'launch', 'administer'],
  OWNER: ['read', 'write', 'launch', 'administer', 'appoint'],
};

/** What is not there and what is not for the viewer get the same answer, to the letter. @param what such as "dataset" */
export function missing(what: string): NotFound {
  return new NotFound(`There is no such ${what}.`);
}

/**
 * @param what the thing that belongs to the organisation, such as "dataset"
 * @throws Unauthenticated when the viewer is not signed in
 * @throws NotFound when the viewer is not a member: that the thing exists is not revealed
 * @throws Forbidden when the viewer's role does not allow it
 */
export function authorize(
  viewer: Viewer | null,
  action: Action,
  organizationId: string,
  what = 'organisation',
): Viewer {
  const present = requireViewer(viewer);
  assertAllowed(present.roles.get(organizationId), action, what);
  return present;
}

/**
 * The first step of a use-case whose organisation is not known yet: it is read from the database, or from the input, after this.
 * @throws Unauthenticated when the viewer is not signed in
 */
export function requireViewer(viewer: Viewer | null): Viewer {
  if (!viewer) throw new Unauthenticated();
  return viewer;
}

function assertAllowed(role: Role | undefined, action: Action, thing = 'organisation'): void {
  if (!role) throw missing(thing);
  if (allowed[role].includes(action)) return;
  const what = action === 'appoint' ? 'make or unmake an OWNER' : action;
  throw new Forbidden(`Your role in this organisation (${role}) does not allow you to ${what}.`);
}

/**
 * Decides whether a ticket still holds. It stands for the user who opened it, and is good for what that user may do now.
 * @param role of that user in the ticket's organisation; null: the user is not a member, or is gone
 * @throws Forbidden when the role does not allow to write
 */
export function authorizeTicket(role: Role | null): void {
  if (role && allowed[role].includes('write')) return;
  throw new Forbidden('The user who opened this upload may not write in its organisation any more. Open another one.');
}

/**
 * The organisations whose things the viewer may list: the given one, or all.
 * @throws Unauthenticated, NotFound
 */
export function readableOrganizationIds(viewer: Viewer | null, organizationId: string | null): string[] {
  const { roles } = requireViewer(viewer);
  if (organizationId === null) return [...roles.keys()];
  authorize(viewer, 'read', organizationId);
  return [organizationId];
}

/** Who is in an organisation. */
export interface Roster {
  /** It belongs to one user alone. */
  personal: boolean;
  /** Role of each member, by the user's id. */
  roles: ReadonlyMap<string, Role>;
}

/**
 * Decides whether one user may give another, or themself, the role `to`; null: take them out.
 * @throws NotFound when the one who acts is not a member
 * @throws Forbidden when their role does not allow it
 * @throws Conflict when the organisation is personal, or would have no owner
 */
export function authorizeRoleChange(roster: Roster, actorId: string, userId: string, to: Role | null): void {
  const { personal, roles } = roster;
  const from = roles.get(userId) ?? null;
  const leaves = to === null && actorId === userId;
  const touchesOwner = from === 'OWNER' || to === 'OWNER';
  assertAllowed(roles.get(actorId), leaves ? 'read' : touchesOwner ? 'appoint' : 'administer');
  if (personal)
    throw new Conflict('A personal organisation belongs to its user alone. Create an organisation to share.');
  const owners = [...roles.values()].filter((role) => role === 'OWNER').length;
  if (from === 'OWNER' && to !== 'OWNER' && owners === 1) {
    throw new Conflict('This is the only OWNER of the organisation. Make somebody else an OWNER first.');
  }
}
