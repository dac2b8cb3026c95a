/**
 * Checks the invariants after every trial, from the database, the store, subscribers' recordings and responses to mutations:
 *
 *   lost       an acknowledged task that did not reach an allowed final state, or lacks the result of that state
 *   doubled    a task that ended twice, had events after its end, produced two versions, or began an attempt twice
 *   gaps       a position that is missing in a log or occurs twice; a recording that differs from the log
 *   dangling   a row that references an artifact that is missing, truncated or has different bytes
 *   forgotten  an acknowledged mutation that is not in the database, or two tasks with one idempotency key
 *   unequal    a model that differs from that of the undisturbed run
 *   leftover   a scratch folder, or a running process, whose worker is gone
 */
import type { Sql } from 'postgres';
import type { ArtifactStore } from '../../src/artifacts/artifact-store.ts';
import { findDangling, findUnequal } from './artifact-checks.ts';
import { findLeftovers } from './leftovers.ts';
import { compareWithLog, gapsIn, gapsOfTask, type LogRow, readLog } from './log-checks.ts';
import type { Recording } from './subscriber.ts';

export const violations = ['lost', 'doubled', 'gaps', 'dangling', 'forgotten', 'unequal', 'leftover'] as const;
export type Violation = (typeof violations)[number];
/** One sentence per violation. */
export type Violations = Record<Violation, string[]>;

/** An acknowledged launch. */
export interface Launch {
  /** Uuid of the task. */
  taskId: string;
  idempotencyKey: string;
  /** States that the task may be in at the end. */
  allowedStates: readonly string[];
  /** Whether a cancellation was acknowledged, too. */
  cancelled: boolean;
  /** Fingerprint of an undisturbed run of the same training (fingerprintOf); null if there is nothing to compare with. */
  expectedFingerprint: string | null;
}

export interface TrialEvidence {
  sql: Sql;
  store: ArtifactStore;
  organizationId: string;
  launches: readonly Launch[];
  recordings: readonly Recording[];
  /** Folder of temporary files of all parts. */
  temporary: string;
}

interface Task {
  id: string;
  state: string;
  lastSeq: number;
  idempotencyKey: string | null;
  failureReason: string | null;
  cancelRequested: boolean;
  versions: number;
}

const finished = ['SUCCEEDED', 'FAILED', 'CANCELLED'];

export async function checkInvariants(evidence: TrialEvidence): Promise<Violations> {
  const { sql, store, organizationId, launches, recordings } = evidence;
  const tasks = await readTasks(sql, organizationId);
  const log = await readLog(sql, organizationId);
  const [organization] = await sql`select event_seq::int as seq from organizations where id = ${organizationId}`;
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const eventsOf = new Map(tasks.map(({ id }) => [id, [] as LogRow[]]));
  for (const event of log) eventsOf.get(event.taskId)?.push(event);
  const ofOrganization = log.map(({ organizationSeq }) => organizationSeq);
  const expected = new Map(
    launches.flatMap(({ taskId, expectedFingerprint }) => (expectedFingerprint ? [[taskId, expectedFingerprint]] : [])),
  );
  return {
    lost: launches.flatMap((launch) => findLost(launch, byId.get(launch.taskId))),
    doubled: tasks.flatMap((task) => findDuplicates(task, eventsOf.get(task.id) ?? [])),
    gaps: [
      ...tasks.flatMap(({ id, lastSeq }) => gapsOfTask(id, eventsOf.get(id) ?? [], lastSeq)),
      ...gapsIn('The log of the organization', ofOrganization, organization?.seq ?? 0),
      ...recordings.flatMap((recording) => compareWithLog(recording, log)),
    ],
    dangling: await findDangling(sql, store, organizationId),
    forgotten: launches.flatMap((launch) => findForgotten(launch, byId.get(launch.taskId))),
    unequal: await findUnequal(sql, store, expected),
    leftover: await findLeftovers(evidence.temporary),
  };
}

async function readTasks(sql: Sql, organizationId: string): Promise<Task[]> {
  return sql<Task[]>`
    select id, state, last_seq::int as "lastSeq", idempotency_key as "idempotencyKey",
      failure_reason as "failureReason", cancel_requested as "cancelRequested",
      (select count(*)::int from model_versions where task_id = tasks.id) as versions
    from tasks where organization_id = ${organizationId} order by id`;
}

function findLost({ taskId, allowedStates }: Launch, task: Task | undefined): string[] {
  if (!task) return []; // reported as forgotten
  const reason = task.failureReason ?? 'no reason';
  if (!allowedStates.includes(task.state))
    return [`Task ${taskId} is ${task.state}, not ${allowedStates.join(' or ')}: ${reason}.`];
  if (task.state === 'SUCCEEDED' && task.versions === 0) return [`Task ${taskId} succeeded without a version.`];
  if (task.state === 'FAILED' && !task.failureReason) return [`Task ${taskId} failed without a reason.`];
  return [];
}

function findDuplicates({ id, versions }: Task, events: readonly LogRow[]): string[] {
  const ends = events.filter(({ to }) => finished.includes(to ?? ''));
  const begun = events.filter(({ to }) => to === 'RUNNING').map(({ attempt }) => attempt);
  const succeeded = ends.some(({ to }) => to === 'SUCCEEDED');
  return [
    ...(ends.length > 1 ? [`Task ${id} ended ${ends.length} times.`] : []),
    ...(ends.length > 0 && events.at(-1) !== ends.at(-1) ? [`Task ${id} has events after its end.`] : []),
    ...(new Set(begun).size < begun.length ? [`Task ${id} began an attempt twice: ${begun.join(', ')}.`] : []),
    ...(versions > 1 ? [`Task ${id} produced ${versions} versions.`] : []),
    ...(versions > 0 && !succeeded ? [`Task ${id} produced a version but did not succeed.`] : []),
  ];
}

function findForgotten({ taskId, idempotencyKey, cancelled }: Launch, task: Task | undefined): string[] {
  if (!task) return [`The launch of task ${taskId} was acknowledged, but the task does not exist.`];
  const forgotCancel = cancelled && !task.cancelRequested && !finished.includes(task.state);
  return [
    ...(task.idempotencyKey === idempotencyKey
      ? []
      : [`The launch with key "${idempotencyKey}" returned task ${taskId}, which has another key.`]),
    ...(forgotCancel ? [`The cancellation of task ${taskId} was acknowledged but is not recorded.`] : []),
  ];
}
