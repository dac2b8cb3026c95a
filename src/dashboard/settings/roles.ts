/** Who may do what to whom, as the API has it. */
import type { Role } from '../api/generated.ts';

const roles: readonly Role[] = ['VIEWER', 'MEMBER', 'ADMIN', 'OWNER'];

/** The roles that somebody may give; an owner is made and unmade by owners. */
export const rolesToGive = (viewer: Role): readonly Role[] =>
  viewer === 'OWNER' ? roles : viewer === 'ADMIN' ? roles.filter((role) => role !== 'OWNER') : [];

export const mayManage = (viewer: Role, member: Role): boolean => rolesToGive(viewer).includes(member);
