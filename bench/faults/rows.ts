/** The rows of the matrix, in the order in which they are run: those of one kind of cluster follow each other. */
import { killRows } from './kills.ts';
import type { FaultRow } from './row.ts';

export const rows: FaultRow[] = [...killRows];
