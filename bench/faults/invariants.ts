/**
 * The one judge of every trial. It reads what there is in the end (the database, the store) and what was seen on the way (recordings
 * of subscribers, answers to mutations), and names everything that must not be:
 *
 *   lost       a task that was acknowledged and has not come to an end that it may have, with what it should have made
 *   doubled    a task that ended twice, went on after its end, made two versions, or of which an attempt was begun twice
 *   gaps       a place in a log that is missing or there twice; a recording that is not what the log says
 *   dangling   a row that points to an artifact that is missing, short or of other bytes
 *   forgotten  a mutation that was acknowledged and is not in the database, or two tasks of one idempotency key
 *   unequal    a model that is not what the undisturbed run made
 *   leftover   a scratch folder, or a process that computes, whose worker is gone
 */
import type { Sql } from 'postgres';
import type { ArtifactStore } from '../../src/artifacts/artifact-store.ts';
import { findDangling, findUnequal } from './artifact-checks.ts';
import { findLeftovers } from './leftovers.ts';
import { compareWithLog, gapsIn, gapsOfTask, type LogRow, readLog } from './log-checks.ts';
import type { Recording } from './subscriber.ts';

export const violations = ['lost', 'doubled', 'gaps', 'dangling', 'forgotten', 'unequal', 'leftover'] as const;
export type Violation = (typeof violations)[number];
/** A sentence for each. */
export type Findings = Record<Violation, string[]>;

/** A launch that was answered. */
export interface Launch {
  /** The uuid. */
  taskId: string;
  idempotencyKey: string;
  /** States that it may be in when all is over. */
  ends: readonly string[];
  /** A cancellation was acknowledged, too. */
  cancelled: boolean;
  /** What an undisturbed run of the same made (fingerprintOf); null: nothing to compare with. */
  wanted: string | null;
}

export interface Evidence {
  sql: Sql;
  store: ArtifactStore;
  organizationId: string;
  launches: readonly Launch[];
  recordings: readonly Recording[];
  /** The parts' folder of temporary files. */
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

export async function judge(evidence: Evidence): Promise<Findings> {
  const { sql, store, organizationId, launches, recordings } = evidence;
  const tasks = await readTasks(sql, organizationId);
  const log = await readLog(sql, organizationId);
  const [organization] = await sql`select event_seq::int as seq from organizations where id = ${organizationId}`;
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const eventsOf = new Map(tasks.map(({ id }) => [id, [] as LogRow[]]));
  for (const event of log) eventsOf.get(event.taskId)?.push(event);
  const ofOrganization = log.map(({ organizationSeq }) => organizationSeq);
  const wanted = new Map(launches.flatMap(({ taskId, wanted }) => (wanted ? [[taskId, wanted]] : [])));
  return {
    lost: launches.flatMap((launch) => lossOf(launch, byId.get(launch.taskId))),
    doubled: tasks.flatMap((task) => doublesOf(task, eventsOf.get(task.id) ?? [])),
    gaps: [
      ...tasks.flatMap(({ id, lastSeq }) => gapsOfTask(id, eventsOf.get(id) ?? [], lastSeq)),
      ...gapsIn('The log of the organisation', ofOrganization, organization?.seq ?? 0),
      ...recordings.flatMap((recording) => compareWithLog(recording, log)),
    ],
    dangling: await findDangling(sql, store, organizationId),
    forgotten: launches.flatMap((launch) => forgettingOf(launch, byId.get(launch.taskId))),
    unequal: await findUnequal(sql, store, wanted),
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

function lossOf({ taskId, ends }: Launch, task: Task | undefined): string[] {
  if (!task) return []; // forgotten, then
  const reason = task.failureReason ?? 'no reason';
  if (!ends.includes(task.state)) return [`Task ${taskId} is ${task.state}, not ${ends.join(' or ')}: ${reason}.`];
  if (task.state === 'SUCCEEDED' && task.versions === 0) return [`Task ${taskId} succeeded and made no version.`];
  if (task.state === 'FAILED' && !task.failureReason) return [`Task ${taskId} failed without a reason.`];
  return [];
}

function doublesOf({ id, versions }: Task, events: readonly LogRow[]): string[] {
  const ends = events.filter(({ to }) => finished.includes(to ?? ''));
  const begun = events.filter(({ to }) => to === 'RUNNING').map(({ attempt }) => attempt);
  const succeeded = ends.some(({ to }) => to === 'SUCCEEDED');
  return [
    ...(ends.length > 1 ? [`Task ${id} ended ${ends.length} times.`] : []),
    ...(ends.length > 0 && events.at(-1) !== ends.at(-1) ? [`Task ${id} went on after its end.`] : []),
    ...(new Set(begun).size < begun.length ? [`An attempt at task ${id} was begun twice: ${begun.join(', ')}.`] : []),
    ...(versions > 1 ? [`Task ${id} made ${versions} versions.`] : []),
    ...(versions > 0 && !succeeded ? [`Task ${id} made a version and did not succeed.`] : []),
  ];
}

function forgettingOf({ taskId, idempotencyKey, cancelled }: Launch, task: Task | undefined): string[] {
  if (!task) return [`The launch of task ${taskId} was acknowledged, and there is no such task.`];
  const forgotCancel = cancelled && !task.cancelRequested && !finished.includes(task.state);
  return [
    ...(task.idempotencyKey === idempotencyKey
      ? []
      : [`"${idempotencyKey}" was answered with task ${taskId} of another key.`]),
    ...(forgotCancel ? [`The cancellation of task ${taskId} was acknowledged and forgotten.`] : []),
  ];
}
