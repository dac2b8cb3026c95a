/** Where and how soon a run is to run: what a person writes, and what the API takes. */
export interface Placing {
  priority: string;
  /** Empty: any. */
  pool: string;
  /** Divided by commas. */
  labels: string;
}

export const anywhere: Placing = { priority: '0', pool: '', labels: '' };

const [lowestPriority, highestPriority] = [-100, 100];

export function isPriority(text: string): boolean {
  const number = Number(text);
  return text.trim() !== '' && Number.isInteger(number) && number >= lowestPriority && number <= highestPriority;
}

/** What is usual is left out. */
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
