/**
 * Notifies open connections (sockets, streams) that their session's access ended: the session was logged out, revoked or expired,
 * or its user lost an organization.
 *
 * A hint triggers a check of that user's sessions. All watched sessions are also checked periodically, so a lost hint, an expiry
 * or a manual edit of the table is noticed a little later. Checking does not extend a session.
 *
 * Glossary
 *   watcher   a connection to be notified, once
 *   due       the set of sessions that wait for the next check
 *   check     one query for many sessions; checks never overlap
 */
import { accessChannel } from '../accounts/access-hint.ts';
import type { Hints } from '../database/hints.ts';
import type { Logger } from '../log.ts';

const checkIntervalMs = 2000;
const sessionsPerQuery = 1000;

/** SESSION_ENDED requires a new sign-in. ACCESS_CHANGED means that the user is still signed in but may see less than before. */
export type RevocationReason = 'SESSION_ENDED' | 'ACCESS_CHANGED';

export interface WatchedSession {
  /** The session's id, not its secret. */
  sessionId: string;
  userId: string;
  /** Organizations that the session could read when it was authenticated. */
  organizationIds: readonly string[];
}

/** Returns the organizations that each session may read. Sessions that have ended are absent from the map. */
export type AccessQuery = (sessionIds: readonly string[]) => Promise<ReadonlyMap<string, ReadonlySet<string>>>;

export interface AccessWatch {
  /**
   * Calls `onRevoked` at most once, within 5 s after the session ended or lost one of its organizations. Gaining access or
   * changing role does not trigger it. Neither does a database outage: revocations during one are reported when the database is
   * back. `onRevoked` must not throw. Returns a function that stops watching.
   */
  watch(session: WatchedSession, onRevoked: (reason: RevocationReason) => void): () => void;
  /** Stops all notifications. */
  close(): Promise<void>;
}

interface Watcher {
  organizationIds: readonly string[];
  onRevoked(reason: RevocationReason): void;
  /**
   * Number of queries started before the watcher registered. Their results may be older than its session, so they are ignored.
   */
  sinceCheck: number;
}

/** Starts listening and checking. @param queryAccess may reject while the database is unavailable */
export async function createAccessWatch({
  hints,
  queryAccess,
  log,
}: {
  hints: Hints;
  queryAccess: AccessQuery;
  log: Logger;
}): Promise<AccessWatch> {
  const sessions = new Map<string, { userId: string; watchers: Set<Watcher> }>();
  const due = new Set<string>();
  let queryCount = 0;
  let checking = Promise.resolve();
  let isUnavailable = false;
  let closed = false;

  function scheduleCheck(sessionIds: Iterable<string>): void {
    for (const id of sessionIds) due.add(id);
    checking = checking.then(checkDueSessions);
  }

  async function checkDueSessions(): Promise<void> {
    try {
      while (due.size > 0 && !closed) {
        const batch = [...due].slice(0, sessionsPerQuery);
        for (const id of batch) due.delete(id);
        const queryIndex = queryCount++;
        const readable = await queryAccess(batch);
        isUnavailable = false;
        for (const id of batch) reviewAccess(id, readable.get(id) ?? null, queryIndex);
      }
    } catch (error) {
      due.clear(); // the next periodic check adds them again
      if (!isUnavailable) log.warn({ err: error }, 'could not check sessions for revoked access; retrying');
      isUnavailable = true;
    }
  }

  /**
   * @param readable null when the session has ended
   * @param queryIndex number of queries started before the one with this result
   */
  function reviewAccess(sessionId: string, readable: ReadonlySet<string> | null, queryIndex: number): void {
    for (const watcher of sessions.get(sessionId)?.watchers ?? []) {
      if (closed || watcher.sinceCheck > queryIndex) continue;
      const canReadAll = readable && watcher.organizationIds.every((id) => readable.has(id));
      if (canReadAll) continue;
      removeWatcher(sessionId, watcher);
      watcher.onRevoked(readable ? 'ACCESS_CHANGED' : 'SESSION_ENDED');
    }
  }

  function removeWatcher(sessionId: string, watcher: Watcher): void {
    const session = sessions.get(sessionId);
    session?.watchers.delete(watcher);
    if (session?.watchers.size === 0) sessions.delete(sessionId);
  }

  function onHint(userId: string): void {
    const own = [...sessions].filter(([, session]) => session.userId === userId);
    if (own.length > 0) scheduleCheck(own.map(([id]) => id));
  }

  const scheduleAllChecks = () => scheduleCheck(sessions.keys());
  const subscription = await hints.listen(accessChannel, onHint, scheduleAllChecks);
  const timer = setInterval(scheduleAllChecks, checkIntervalMs);

  return {
    watch({ sessionId, userId, organizationIds }, onRevoked) {
      const watcher: Watcher = { organizationIds, onRevoked, sinceCheck: queryCount };
      const session = sessions.get(sessionId) ?? { userId, watchers: new Set<Watcher>() };
      sessions.set(sessionId, session);
      session.watchers.add(watcher);
      return () => removeWatcher(sessionId, watcher);
    },
    async close() {
      closed = true;
      clearInterval(timer);
      subscription.unlisten();
      await checking;
    },
  };
}
