/** Data checks: problems in a dataset that affect training. */
import type { DatasetVersionDetailsFragment } from '../../api/generated.ts';

type Profile = NonNullable<DatasetVersionDetailsFragment['profile']>;
export type TableProfile = Extract<Profile, { __typename: 'TableProfile' }>;
export type ImageProfile = Extract<Profile, { __typename: 'ImageProfile' }>;
export type Column = TableProfile['columns'][number];

export type TableFinding =
  | { kind: 'few'; rows: number }
  | { kind: 'empty' | 'constant' | 'unique'; column: string }
  | { kind: 'missing'; column: string; count: number; share: number }
  | { kind: 'unbalanced'; column: string; value: string; share: number };

const fewRows = 50;
const unbalancedShare = 0.9;
/** A column with more distinct values is a code or an amount rather than a class. */
const maxClasses = 20;

export function tableFindings({ rowCount, columns }: TableProfile): TableFinding[] {
  const few: TableFinding[] = rowCount < fewRows ? [{ kind: 'few', rows: rowCount }] : [];
  return [...few, ...columns.flatMap((column) => columnFindings(column, rowCount))];
}

function columnFindings(column: Column, rows: number): TableFinding[] {
  const { name, type, distinctCount, missingCount, isInteger } = column;
  if (distinctCount === 0) return [{ kind: 'empty', column: name }];
  const findings: TableFinding[] = [];
  if (missingCount > 0)
    findings.push({ kind: 'missing', column: name, count: missingCount, share: missingCount / rows });
  const [top] = column.topValues;
  const share = top ? top.count / (rows - missingCount) : 0;
  if (distinctCount === 1 && rows > 1) findings.push({ kind: 'constant', column: name });
  else if (top && share >= unbalancedShare && distinctCount <= maxClasses) {
    findings.push({ kind: 'unbalanced', column: name, value: top.value, share });
  }
  // Texts and measurements naturally differ in every row. Consecutive whole numbers are IDs, not measurements.
  if (type === 'NUMERIC' && isInteger && distinctCount === rows && rows > 2 && isCounted(column)) {
    findings.push({ kind: 'unique', column: name });
  }
  // Long texts are content, not IDs.
  if (type === 'TEXT' && distinctCount === rows && rows > 2 && (column.characterCount ?? 0) / rows < 20) {
    findings.push({ kind: 'unique', column: name });
  }
  return findings;
}

const isCounted = ({ min, max, distinctCount }: Column) =>
  min !== null && max !== null && max - min === distinctCount - 1;

export type ImagesFinding = { kind: 'unbalanced'; small: Count; large: Count } | { kind: 'few'; of: Count };

interface Count {
  name: string;
  count: number;
}

const fewOfClass = 20;
const unbalancedFactor = 5;

export function imagesFindings({ classes }: ImageProfile): ImagesFinding[] {
  const sorted = [...classes].sort((a, b) => a.count - b.count);
  const [small, large] = [sorted[0], sorted.at(-1)];
  if (!small || !large) return [];
  const findings: ImagesFinding[] = sorted.filter(({ count }) => count < fewOfClass).map((of) => ({ kind: 'few', of }));
  if (large.count > small.count * unbalancedFactor) findings.push({ kind: 'unbalanced', small, large });
  return findings;
}
