/**
 * Tells every gateway that what a user may see has changed: a session of theirs ended, or a membership. The hint commits
 * with the change and is no more than a hint; live/access-watch.ts also looks by itself.
 */
import type { Transaction } from '../database/client.ts';
import { sendHint } from '../database/hints.ts';

/** Channel of hints; the payload is the user's id. */
export const accessChannel = 'aias_access';

/** To be called in the transaction that changes a session or a membership of the user. */
export async function hintAccessChange(tx: Transaction, userId: string): Promise<void> {
  await sendHint(tx, accessChannel, userId);
}
