/** Measures the queue with many tasks of many organizations, and preemption by a task of higher priority. */
import type { Row } from '../report.ts';
import { claimRows } from './claims.ts';
import { preemptionRows } from './preemption.ts';

export async function scheduler(): Promise<Row[]> {
  return [...(await claimRows()), ...(await preemptionRows())];
}
