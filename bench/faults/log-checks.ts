/** Checks that a log is complete, and that a subscriber's recording equals the log. */
import type { Sql } from 'postgres';
import { type Recording, uuidOf } from './subscriber.ts';

export interface LogRow {
  taskId: string;
  seq: number;
  organizationSeq: number;
  attempt: number;
  type: string;
  /** Present in TaskStateChanged. */
  from: string | null;
  to: string | null;
}

/** Returns the organization's log in order. */
export async function readLog(sql: Sql, organizationId: string): Promise<LogRow[]> {
  return sql<LogRow[]>`
    select task_id as "taskId", seq::int as seq, organization_seq::int as "organizationSeq", attempt, type,
      payload->>'from' as "from", payload->>'to' as "to"
    from task_events where organization_id = ${organizationId} order by organization_seq`;
}

/** Finds gaps in the positions of a log, which should be 1 to `last`. */
export function gapsIn(whose: string, positions: readonly number[], last: number): string[] {
  const wrong = positions.findIndex((position, index) => position !== index + 1);
  if (wrong >= 0) return [`${whose} has position ${positions[wrong]} instead of ${wrong + 1}.`];
  return positions.length === last ? [] : [`${whose} has ${positions.length} events instead of ${last}.`];
}

/** @param events the task's events, in order. @param last the position that was assigned last */
export function gapsOfTask(taskId: string, events: readonly LogRow[], last: number): string[] {
  const positions = events.map(({ seq }) => seq);
  const found = gapsIn(`The log of task ${taskId}`, positions, last);
  let [state, attempt]: [string | null, number] = [null, 0];
  for (const event of events) {
    const at = `Task ${taskId}, position ${event.seq}`;
    if (event.attempt < attempt) found.push(`${at}: attempt ${event.attempt} wrote after attempt ${attempt}.`);
    attempt = event.attempt;
    if (event.type !== 'TaskStateChanged') continue;
    if (event.from !== state) found.push(`${at}: leaves state ${event.from}, but the task was ${state}.`);
    state = event.to;
  }
  return found;
}

type Position = Pick<LogRow, 'taskId' | 'seq' | 'attempt' | 'type'>;
const keyOf = ({ taskId, seq, attempt, type }: Position) => `${taskId} ${seq} ${attempt} ${type}`;

/** A recording of a task must equal its whole log; one of an organization must equal the part after its start. */
export function compareWithLog({ name, stream, events }: Recording, log: readonly LogRow[]): string[] {
  const own =
    'taskId' in stream ? log.filter(({ taskId }) => taskId === uuidOf(stream.taskId)) : log.slice(stream.position);
  const expected = own.map(keyOf);
  const seen = events.map(keyOf);
  const [once, known] = [new Set(seen), new Set(expected)];
  const missing = expected.filter((key) => !once.has(key));
  const strange = [...once].filter((key) => !known.has(key));
  const twice = seen.length - once.size;
  const same = seen.length === expected.length && seen.every((key, index) => key === expected[index]);
  if (same) return [];
  const found = [
    ...(missing.length > 0 ? [`${missing.length} events are missing, the first is ${missing[0]}`] : []),
    ...(strange.length > 0 ? [`${strange.length} events are not in the log, for example ${strange[0]}`] : []),
    ...(twice > 0 ? [`${twice} events arrived twice`] : []),
  ];
  return (found.length > 0 ? found : ['events arrived in another order']).map((what) => `${name}: ${what}.`);
}
