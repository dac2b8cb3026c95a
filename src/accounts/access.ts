/**
 * Who may do what. The one place that decides access: everything belongs to an organisation, and a person's role there
 * says what they may do with it.
 *
 * | action      | VIEWER | MEMBER | ADMIN | OWNER |
 * |-------------|--------|--------|-------|-------|
 * | read        |   x    |   x    |   x   |   x   |   see it, watch it, predict with it
 * | write       |        |   x    |   x   |   x   |   upload, configure
 * | launch      |        |   x    |   x   |   x   |   launch, cancel, pause, resume
 * | administer  |        |        |   x   |   x   |   members and settings
 */

import type { role } from '../database/tables.ts';
import { Forbidden, NotFound, Unauthenticated } from '../errors.ts';

export type Role = (typeof role.enumValues)[number];
export type Action = 'read' | 'write' | 'launch' | 'administer';

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
  OWNER: ['read', 'write', 'launch', 'administer'],
};

/**
 * @throws Unauthenticated when nobody is signed in
 * @throws NotFound when the viewer is not a member: that the thing exists is not revealed
 * @throws Forbidden when the viewer's role does not allow it
 */
export function authorize(viewer: Viewer | null, action: Action, organizationId: string): Viewer {
  if (!viewer) throw new Unauthenticated();
  const role = viewer.roles.get(organizationId);
  if (!role) throw new NotFound('There is no such thing, or you may not see it.');
  if (!allowed[role].includes(action)) {
    throw new Forbidden(`Your role in this organisation (${role}) does not allow you to ${action}.`);
  }
  return viewer;
}

/**
 * The organisations whose things the viewer may list: the given one, or all.
 * @throws Unauthenticated, NotFound
 */
export function readableOrganizationIds(viewer: Viewer | null, organizationId: string | null): string[] {
  if (!viewer) throw new Unauthenticated();
  if (organizationId === null) return [...viewer.roles.keys()];
  authorize(viewer, 'read', organizationId);
  return [organizationId];
}
