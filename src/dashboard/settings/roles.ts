/** Role permissions, as the API enforces them. */
import type { Role } from '../api/generated.ts';

const roles: readonly Role[] = ['VIEWER', 'MEMBER', 'ADMIN', 'OWNER'];

/** The roles that a member can assign. Only owners can add and remove owners. */
export const rolesToGive = (viewer: Role): readonly Role[] =>
  viewer === 'OWNER' ? roles : viewer === 'ADMIN' ? roles.filter((role) => role !== 'OWNER') : [];

export const mayManage = (viewer: Role, member: Role): boolean => rolesToGive(viewer).includes(member);
