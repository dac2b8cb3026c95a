/**
 * Tells whoever keeps something open for a session (a socket, a stream) that its access ended: the session was logged out,
 * was revoked or expired, or an organisation that it could read is not its user's any more.
 *
 * At a hint the sessions of that user are looked at. Besides, all watched sessions are looked at regularly, so
 * a lost hint, an expired session and a table that was edited by hand only take longer. To look prolongs no session.
 *
 * Glossary
 *   watcher   one that wants to be told, once
 *   due       sessions that wait for the next look; however often one is asked for, it waits once
 *   look      one query for many sessions. One at a time
 */
import { accessChannel } from '../accounts/access-hint.ts';
import type { Hints } from '../database/hints.ts';
import type { Logger } from '../log.ts';

const roundMilliseconds = 2000;
const sessionsPerLook = 1000;

/** SESSION_ENDED: sign in again. ACCESS_CHANGED: still signed in, but may see less than before. */
export type RevocationReason = 'SESSION_ENDED' | 'ACCESS_CHANGED';

export interface WatchedSession {
  /** Not the secret. */
  sessionId: string;
  userId: string;
  /** What the session may read, as it was found when it was authenticated. */
  organizationIds: readonly string[];
}

/** By session, of those that have not ended: the organisations that it may read. */
export type AccessLook = (sessionIds: readonly string[]) => Promise<ReadonlyMap<string, ReadonlySet<string>>>;

export interface AccessWatch {
  /**
   * Calls `onRevoked` at most once, within 5 s of the end of the session or of the loss of one of its organisations. More
   * rights, or another role, end nothing. A database that is away ends nothing either: what ended meanwhile is told when it
   * is back. `onRevoked` must not throw. Returns how to stop watching.
   */
  watch(session: WatchedSession, onRevoked: (why: RevocationReason) => void): () => void;
  /** Tells nobody anything any more. */
  close(): Promise<void>;
}

interface Watcher {
  organizationIds: readonly string[];
  onRevoked(why: RevocationReason): void;
  /** How many looks had begun when it came. Those may have seen less than it did, and do not judge it. */
  since: number;
}

/** Starts to listen and to look. @param look see AccessLook; rejects while the database is away */
export async function createAccessWatch({
  hints,
  look,
  log,
}: {
  hints: Hints;
  look: AccessLook;
  log: Logger;
}): Promise<AccessWatch> {
  const sessions = new Map<string, { userId: string; watchers: Set<Watcher> }>();
  const due = new Set<string>();
  let looks = 0;
  let looking = Promise.resolve();
  let away = false;
  let closed = false;

  function lookAt(sessionIds: Iterable<string>): void {
    for (const id of sessionIds) due.add(id);
    looking = looking.then(lookAtDue);
  }

  async function lookAtDue(): Promise<void> {
    try {
      while (due.size > 0 && !closed) {
        const asked = [...due].slice(0, sessionsPerLook);
        for (const id of asked) due.delete(id);
        const begun = looks++;
        const readable = await look(asked);
        away = false;
        for (const id of asked) judge(id, readable.get(id) ?? null, begun);
      }
    } catch (error) {
      due.clear(); // their turn comes again with the next round
      if (!away) log.warn({ err: error }, 'could not look whose access ended; goes on trying');
      away = true;
    }
  }

  /** @param readable null: the session has ended @param begun looks that had begun before the one that says so */
  function judge(sessionId: string, readable: ReadonlySet<string> | null, begun: number): void {
    for (const watcher of sessions.get(sessionId)?.watchers ?? []) {
      if (closed || watcher.since > begun) continue;
      const sees = readable && watcher.organizationIds.every((id) => readable.has(id));
      if (sees) continue;
      forget(sessionId, watcher);
      watcher.onRevoked(readable ? 'ACCESS_CHANGED' : 'SESSION_ENDED');
    }
  }

  function forget(sessionId: string, watcher: Watcher): void {
    const session = sessions.get(sessionId);
    session?.watchers.delete(watcher);
    if (session?.watchers.size === 0) sessions.delete(sessionId);
  }

  function onHint(userId: string): void {
    const own = [...sessions].filter(([, session]) => session.userId === userId);
    if (own.length > 0) lookAt(own.map(([id]) => id));
  }

  const lookAtAll = () => lookAt(sessions.keys());
  const subscription = await hints.listen(accessChannel, onHint, lookAtAll);
  const timer = setInterval(lookAtAll, roundMilliseconds);

  return {
    watch({ sessionId, userId, organizationIds }, onRevoked) {
      const watcher: Watcher = { organizationIds, onRevoked, since: looks };
      const session = sessions.get(sessionId) ?? { userId, watchers: new Set<Watcher>() };
      sessions.set(sessionId, session);
      session.watchers.add(watcher);
      return () => forget(sessionId, watcher);
    },
    async close() {
      closed = true;
      clearInterval(timer);
      subscription.unlisten();
      await looking;
    },
  };
}
