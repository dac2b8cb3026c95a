/** What the database says about one organisation's tasks while they run. */
import { until } from '../../test/support/until.ts';
import type { Cluster, Member } from './cluster.ts';

const endMilliseconds = 600_000;

/** A task, and the worker process that runs it. */
export interface Running {
  taskId: string;
  attempt: number;
  worker: Member;
}

/** An attempt that was disturbed at this moment, in milliseconds since 1970. */
export interface Disturbance {
  taskId: string;
  attempt: number;
  at: number;
}

interface Seen {
  state: string;
  attempt: number;
  lastSeq: number;
  ended: boolean;
  reason: string | null;
}

export type Observer = ReturnType<typeof createObserver>;

/** @param organizationId the uuid */
export function createObserver({ ask, workers }: Cluster, organizationId: string) {
  async function task(taskId: string): Promise<Seen> {
    const [row] = await ask(
      (sql) => sql<Seen[]>`
        select state, attempt, last_seq::int as "lastSeq", finished_at is not null as ended, failure_reason as reason
        from tasks where id = ${taskId}`,
    );
    if (!row) throw new Error(`There is no task ${taskId}.`);
    return row;
  }

  return {
    task,

    /** Tasks that have not ended. */
    async unfinished(): Promise<number> {
      const [row] = await ask(
        (sql) => sql<{ count: number }[]>`
          select count(*)::int as count from tasks where organization_id = ${organizationId} and finished_at is null`,
      );
      return row?.count ?? 0;
    },

    /** How many events the organisation has had. */
    async events(): Promise<number> {
      const [row] = await ask(
        (sql) => sql<{ last: number }[]>`
          select event_seq::int as last from organizations where id = ${organizationId}`,
      );
      return row?.last ?? 0;
    },

    /** Tasks that run on workers that serve. */
    async running(): Promise<Running[]> {
      const rows = await ask(
        (sql) => sql<{ taskId: string; attempt: number; pid: number }[]>`
          select t.id as "taskId", t.attempt, w.pid from tasks t join workers w on w.id = t.worker_id
          where t.state = 'RUNNING' and t.organization_id = ${organizationId}`,
      );
      return rows.flatMap(({ pid, ...running }) => {
        const worker = workers.find(({ part }) => part.serving && part.pid === pid);
        return worker ? [{ ...running, worker }] : [];
      });
    },

    /** Resolves with how the task ended. @throws Error when it does not in time */
    untilEnded(taskId: string): Promise<Seen> {
      const ended = async () => {
        const seen = await task(taskId);
        return seen.ended && seen;
      };
      return until(`the end of task ${taskId}`, ended, endMilliseconds);
    },

    /** Of every attempt that was disturbed and had a successor: until that one was claimed, in milliseconds. */
    async takeovers(disturbances: readonly Disturbance[]): Promise<number[]> {
      const claims = await ask(
        (sql) => sql<{ taskId: string; attempt: number; at: Date }[]>`
          select task_id as "taskId", attempt, at from task_events
          where organization_id = ${organizationId} and payload->>'to' = 'RUNNING' order by attempt`,
      );
      return disturbances.flatMap(({ taskId, attempt, at }) => {
        const next = claims.find((claim) => claim.taskId === taskId && claim.attempt > attempt);
        return next ? [next.at.getTime() - at] : [];
      });
    },
  };
}
