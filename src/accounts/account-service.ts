/** Registration, sign-in and sign-out, authentication, and the viewer's own account. */
import { InvalidCredentials, InvalidInput, NotFound, Unauthenticated, UsernameTaken } from '../errors.ts';
import { createRateLimit } from '../rate-limit.ts';
import { missing, readable, requireViewer, type Viewer } from './access.ts';
import type { AccountRepository, Membership, Organization, User } from './account-repository.ts';
import { hashPassword, verifyPassword } from './password.ts';
import type { SessionService, StoredSession } from './sessions.ts';

const usernamePattern = /^[A-Za-z0-9][A-Za-z0-9_.-]{2,31}$/;
const [minPasswordLength, maxPasswordLength] = [8, 256];

export interface Credentials {
  username: string;
  password: string;
}

/** The signed-in user and the session that authenticated the request. */
export interface AuthenticatedSession {
  viewer: Viewer;
  /** ID of the session. This is not its secret. */
  sessionId: string;
  expiresAt: Date;
  /** Whether this request extended the session. */
  fresh: boolean;
}

/** A session that was just created, with its secret token. */
export interface NewSession {
  user: User;
  token: string;
  expiresAt: Date;
}

export type AccountService = ReturnType<typeof createAccountService>;

export function createAccountService(deps: { repository: AccountRepository; sessions: SessionService }) {
  const { repository, sessions } = deps;
  // Hashing is expensive. Limits attempts per address across all usernames: enough for a class, then one per second.
  const addressTries = createRateLimit({ capacity: 30, refillSeconds: 1 });
  // Limits wrong passwords per address and username: 10, then one per 30 seconds.
  const passwordTries = createRateLimit({ capacity: 10, refillSeconds: 30 });
  // Lets a class behind one address register together, but keeps a script from filling the table.
  const registrations = createRateLimit({ capacity: 60, refillSeconds: 10 });

  async function signIn(user: User): Promise<NewSession> {
    return { user, ...(await sessions.create(user.id)) };
  }

  return {
    /**
     * Creates an account with a personal organization, and signs in.
     * @param address IP address of the client. Null if unknown
     * @throws InvalidInput, UsernameTaken, RateLimited
     */
    async register({ username, password }: Credentials, address: string | null): Promise<NewSession> {
      assertUsername(username);
      assertPassword(password, username);
      registrations.consume(address ?? '');
      const user = await repository.createUser(username, await hashPassword(password));
      if (!user) throw new UsernameTaken(`The username "${username}" is already taken. Choose another one.`);
      return signIn(user);
    },

    /**
     * Signs in. An unknown user and a wrong password get the same error in the same time.
     * @throws InvalidCredentials, RateLimited
     */
    async login({ username, password }: Credentials, address: string | null): Promise<NewSession> {
      const key = `${address ?? ''} ${username.toLowerCase().slice(0, 64)}`;
      addressTries.consume(address ?? '');
      passwordTries.consume(key);
      const user = await repository.userByName(username);
      // No password is longer, so the rest of the input is not hashed.
      const matches = await verifyPassword(user?.passwordHash ?? null, password.slice(0, maxPasswordLength + 1));
      if (!user || !matches) throw new InvalidCredentials();
      passwordTries.reset(key);
      return signIn(user);
    },

    /** Ends the session. Returns false if there was none. */
    async logout(token: string | null): Promise<boolean> {
      if (!token || !(await sessions.validate(token))) return false;
      await sessions.revokeByToken(token);
      return true;
    },

    /** Returns the session with the secret `token`, or null if it is unknown or expired. */
    async authenticate(token: string): Promise<AuthenticatedSession | null> {
      const session = await sessions.validate(token);
      const viewer = session && (await repository.findViewer(session.userId));
      return viewer && { viewer, sessionId: session.id, expiresAt: session.expiresAt, fresh: session.fresh };
    },

    /** Returns the viewer's unexpired sessions, newest first. */
    sessionsOf: (viewer: Viewer): Promise<StoredSession[]> => sessions.list(viewer.userId),

    /** Ends one of the viewer's own sessions and returns it. @throws NotFound, Unauthenticated */
    async revokeSession(viewer: Viewer | null, sessionId: string): Promise<StoredSession> {
      if (!viewer) throw new Unauthenticated();
      const ended = await sessions.revoke(viewer.userId, sessionId);
      if (!ended) throw new NotFound('Session not found. It may have ended already.');
      return ended;
    },

    /** Returns the IDs of the readable organizations of each unexpired session, by session ID. Does not extend sessions. */
    readableBySession: (sessionIds: readonly string[]) => repository.readableOrganizationsBySession(sessionIds),

    /** Returns, for each ID, the account, or the error for it. The caller authorizes access. */
    async usersByIds(ids: readonly string[]): Promise<(User | Error)[]> {
      const found = new Map((await repository.usersByIds(ids)).map((row) => [row.id, row]));
      return ids.map((id) => found.get(id) ?? new NotFound('User not found.'));
    },

    /** Returns the organizations that the viewer is a member of. */
    organizationsOf(viewer: Viewer): Promise<Organization[]> {
      return repository.organizationsByIds([...viewer.roles.keys()]);
    },

    /** Returns, for each ID, the organization if the viewer is a member of it, or the error for it. @throws Unauthenticated */
    async organizationsByIds(viewer: Viewer | null, ids: readonly string[]): Promise<(Organization | Error)[]> {
      const present = requireViewer(viewer);
      const rows = await repository.organizationsByIds(ids.filter((id) => present.roles.has(id)));
      const found = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => {
        const allowed = readable(present, { organizationId: id }, 'organization');
        return allowed instanceof Error ? allowed : (found.get(id) ?? missing('organization'));
      });
    },

    /** Returns the members of each organization. The caller has authorized access to them. */
    async members(organizationIds: readonly string[]): Promise<Membership[][]> {
      const members = await repository.members(organizationIds);
      return organizationIds.map((id) => members.get(id) ?? []);
    },
  };
}

function assertUsername(username: string): void {
  if (usernamePattern.test(username)) return;
  throw new InvalidInput(
    'input.username',
    'A username must have 3 to 32 characters (letters, digits, ".", "_" or "-") and start with a letter or a digit.',
  );
}

function assertPassword(password: string, username: string): void {
  if (password.length < minPasswordLength || password.length > maxPasswordLength) {
    throw new InvalidInput(
      'input.password',
      `A password must have ${minPasswordLength} to ${maxPasswordLength} characters.`,
    );
  }
  if (password.toLowerCase() === username.toLowerCase()) {
    throw new InvalidInput('input.password', 'The password must differ from the username.');
  }
}
