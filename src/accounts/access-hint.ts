/**
 * Notifies every gateway that a user's access has changed: a session ended, or a membership changed. The hint commits with
 * the change. A hint can be lost, so live/access-watch.ts also checks periodically.
 */
import type { Transaction } from '../database/client.ts';
import { sendHint } from '../database/hints.ts';

/** NOTIFY channel; the payload is the user's ID. */
export const accessChannel = 'aias_access';

/** Sends the hint. Call it in the transaction that changes a session or a membership of the user. */
export async function notifyAccessChange(tx: Transaction, userId: string): Promise<void> {
  await sendHint(tx, accessChannel, userId);
}
