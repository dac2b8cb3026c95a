/** What the queue does with many tasks of many organisations, and with one that matters more than what runs. */
import type { Row } from '../report.ts';
import { claimRows } from './claims.ts';
import { preemptionRows } from './preemption.ts';

export async function scheduler(): Promise<Row[]> {
  return [...(await claimRows()), ...(await preemptionRows())];
}
