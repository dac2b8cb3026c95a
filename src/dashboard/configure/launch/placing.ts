/** Priority, worker pool, and labels of a run: as entered in the form, and as input of the API. */
import { priorityRange } from '../../../shared/option-ranges.ts';

export interface Placing {
  priority: string;
  /** Empty for any pool. */
  pool: string;
  /** Separated by commas. */
  labels: string;
}

export const anywhere: Placing = { priority: '0', pool: '', labels: '' };

const [minPriority, maxPriority] = priorityRange;

export function isPriority(text: string): boolean {
  const number = Number(text);
  return text.trim() !== '' && Number.isInteger(number) && number >= minPriority && number <= maxPriority;
}

/** Omits defaults. */
export function placingInput({ priority, pool, labels }: Placing) {
  const requiredLabels = labels
    .split(/[,，]/)
    .map((label) => label.trim())
    .filter(Boolean);
  return {
    ...(Number(priority) !== 0 && { priority: Number(priority) }),
    ...(pool !== '' && { pool }),
    ...(requiredLabels.length > 0 && { requiredLabels }),
  };
}
