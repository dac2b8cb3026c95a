/** The catalogue. To add a family: write its file, add its line. */
import { cnn } from './cnn.ts';
import type { Family } from './family.ts';
import { linearRegression } from './linear-regression.ts';
import { logisticRegression } from './logistic-regression.ts';
import { mlp } from './mlp.ts';

export const families: readonly Family[] = [linearRegression, logisticRegression, mlp, cnn];

export function familyByName(name: string): Family | undefined {
  return families.find((family) => family.name === name);
}
