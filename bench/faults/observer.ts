/** Queries the database for one organization's tasks while they run. */
import { waitFor } from '../../test/support/wait-for.ts';
import type { Cluster, ClusterNode } from './cluster.ts';

const endMs = 600_000;

/** A running task, and its worker. */
export interface RunningTask {
  taskId: string;
  attempt: number;
  worker: ClusterNode;
}

/** An attempt that was disturbed, and when, in milliseconds since 1970. */
export interface Disturbance {
  taskId: string;
  attempt: number;
  at: number;
}

interface TaskSnapshot {
  state: string;
  attempt: number;
  lastSeq: number;
  ended: boolean;
  reason: string | null;
}

export type Observer = ReturnType<typeof createObserver>;

/** @param organizationId uuid */
export function createObserver({ ask, workers }: Cluster, organizationId: string) {
  async function task(taskId: string): Promise<TaskSnapshot> {
    const [row] = await ask(
      (sql) => sql<TaskSnapshot[]>`
        select state, attempt, last_seq::int as "lastSeq", finished_at is not null as ended, failure_reason as reason
        from tasks where id = ${taskId}`,
    );
    if (!row) throw new Error(`Task ${taskId} does not exist.`);
    return row;
  }

  return {
    task,

    /** Returns the number of tasks that have not ended. */
    async unfinished(): Promise<number> {
      const [row] = await ask(
        (sql) => sql<{ count: number }[]>`
          select count(*)::int as count from tasks where organization_id = ${organizationId} and finished_at is null`,
      );
      return row?.count ?? 0;
    },

    /** Returns the number of the organization's events. */
    async events(): Promise<number> {
      const [row] = await ask(
        (sql) => sql<{ last: number }[]>`
          select event_seq::int as last from organizations where id = ${organizationId}`,
      );
      return row?.last ?? 0;
    },

    /** Returns the tasks that run on healthy workers. */
    async running(): Promise<RunningTask[]> {
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

    /** Resolves with the task's final state. @throws Error when it does not end in time */
    untilEnded(taskId: string): Promise<TaskSnapshot> {
      const ended = async () => {
        const seen = await task(taskId);
        return seen.ended && seen;
      };
      return waitFor(`the end of task ${taskId}`, ended, endMs);
    },

    /** Returns the milliseconds from each disturbance to the claim of the next attempt, if there was one. */
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
