/** Registering, logging in and out, and who is signed in. */
import { InvalidCredentials, InvalidInput, NotFound, Unauthenticated, UsernameTaken } from '../errors.ts';
import { createRateLimit } from '../rate-limit.ts';
import { authorize, type Viewer } from './access.ts';
import type { AccountRepository, Membership, Organization, User } from './account-repository.ts';
import { hashPassword, verifyPassword } from './password.ts';
import type { SessionService, StoredSession } from './sessions.ts';

const usernamePattern = /^[A-Za-z0-9][A-Za-z0-9_.-]{2,31}$/;
const [shortestPassword, longestPassword] = [8, 256];

export interface Credentials {
  username: string;
  password: string;
}

/** Who is signed in, by which session. */
export interface Authenticated {
  viewer: Viewer;
  /** Of the session; not its secret. */
  sessionId: string;
  expiresAt: Date;
  /** The session was prolonged just now. */
  fresh: boolean;
}

/** A new session of a user. */
export interface SignedIn {
  user: User;
  token: string;
  expiresAt: Date;
}

export type AccountService = ReturnType<typeof createAccountService>;

export function createAccountService(deps: { repository: AccountRepository; sessions: SessionService }) {
  const { repository, sessions } = deps;
  // Hashing is work: an address that tries many names has as many tries as a class behind it may need, then one a second.
  const addressTries = createRateLimit({ capacity: 30, refillSeconds: 1 });
  // Ten wrong passwords for one name from one address, then one every half a minute.
  const passwordTries = createRateLimit({ capacity: 10, refillSeconds: 30 });
  // A class behind one address can register together; a script cannot fill the table.
  const registrations = createRateLimit({ capacity: 60, refillSeconds: 10 });

  async function signIn(user: User): Promise<SignedIn> {
    return { user, ...(await sessions.create(user.id)) };
  }

  return {
    /**
     * @param address where the request came from; null when it is not known
     * @throws InvalidInput, UsernameTaken, RateLimited
     */
    async register({ username, password }: Credentials, address: string | null): Promise<SignedIn> {
      assertUsername(username);
      assertPassword(password, username);
      registrations.take(address ?? '');
      const user = await repository.createUser(username, await hashPassword(password));
      if (!user) throw new UsernameTaken(`The user name "${username}" is taken. Choose another.`);
      return signIn(user);
    },

    /** An unknown user and a wrong password get the same answer in the same time. @throws InvalidCredentials, RateLimited */
    async login({ username, password }: Credentials, address: string | null): Promise<SignedIn> {
      const key = `${address ?? ''} ${username.toLowerCase().slice(0, 64)}`;
      addressTries.take(address ?? '');
      passwordTries.take(key);
      const user = await repository.userByName(username);
      // What is longer than any password can be need not be hashed.
      const matches = await verifyPassword(user?.passwordHash ?? null, password.slice(0, longestPassword + 1));
      if (!user || !matches) throw new InvalidCredentials();
      passwordTries.reset(key);
      return signIn(user);
    },

    /** Ends the session. False when there was none. */
    async logout(token: string | null): Promise<boolean> {
      if (!token || !(await sessions.validate(token))) return false;
      await sessions.end(token);
      return true;
    },

    /** Who holds `token`; null when nobody does. */
    async authenticate(token: string): Promise<Authenticated | null> {
      const session = await sessions.validate(token);
      const viewer = session && (await repository.viewerOf(session.userId));
      return viewer && { viewer, sessionId: session.id, expiresAt: session.expiresAt, fresh: session.fresh };
    },

    /** The viewer's own sessions that have not expired, newest first. */
    sessionsOf: (viewer: Viewer): Promise<StoredSession[]> => sessions.list(viewer.userId),

    /** Ends one of the viewer's own sessions. Returns what it was. @throws NotFound, Unauthenticated */
    async revokeSession(viewer: Viewer | null, sessionId: string): Promise<StoredSession> {
      if (!viewer) throw new Unauthenticated();
      const ended = await sessions.revoke(viewer.userId, sessionId);
      if (!ended) throw new NotFound('You have no such session. It may have ended already.');
      return ended;
    },

    /** By session, of those that have not ended: the organisations whose things it may see. Prolongs nothing. */
    readableBySession: (sessionIds: readonly string[]) => repository.readableBySession(sessionIds),

    /** The viewer's own account. @throws NotFound */
    async userById(id: string): Promise<User> {
      const user = await repository.userById(id);
      if (!user) throw new NotFound('There is no such user.');
      return user;
    },

    /** The organisations that the viewer is a member of. */
    organizationsOf(viewer: Viewer): Promise<Organization[]> {
      return repository.organizationsByIds([...viewer.roles.keys()]);
    },

    /** @throws NotFound, Unauthenticated */
    async organizationById(viewer: Viewer | null, id: string): Promise<Organization> {
      authorize(viewer, 'read', id);
      const [organization] = await repository.organizationsByIds([id]);
      if (!organization) throw new NotFound('There is no such organisation.');
      return organization;
    },

    members: (organizationId: string): Promise<Membership[]> => repository.members(organizationId),
  };
}

function assertUsername(username: string): void {
  if (usernamePattern.test(username)) return;
  throw new InvalidInput(
    'input.username',
    'A user name has 3 to 32 letters, digits, ".", "_" or "-", and begins with a letter or a digit.',
  );
}

function assertPassword(password: string, username: string): void {
  if (password.length < shortestPassword || password.length > longestPassword) {
    throw new InvalidInput('input.password', `A password has ${shortestPassword} to ${longestPassword} characters.`);
  }
  if (password.toLowerCase() === username.toLowerCase()) {
    throw new InvalidInput('input.password', 'A password must differ from the user name.');
  }
}
