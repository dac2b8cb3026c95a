/** Labels a model's facts with column and class names. Families know only the indices of columns and classes. */
import { encodedFeatureNames } from '../../datasets/encoders/table-encoder.ts';
import type { FittedAttribute } from '../../learning/model.ts';
import type { ModelManifest } from '../../models/bundle.ts';
import type { FittedAttributes } from '../../models/model.ts';
import { classesOf } from '../../shared/model-input.ts';

export function labelAttributes(facts: readonly FittedAttribute[], manifest: ModelManifest): FittedAttributes {
  const { input } = manifest;
  const names = input.kind === 'table' ? encodedFeatureNames(input.encoder) : [];
  const classNames = classesOf(manifest) ?? [];
  return facts.map(({ name, values, columns, classes }) => {
    if (!columns && !classes) return { name, values };
    const [columnProducts, classIndices] = [columns?.(), classes?.()];
    const labels = values.map((_, index) => {
      const product = columnProducts?.[index]?.map((column) => names[column] ?? String(column)).join(' × ');
      const label = classIndices?.[index];
      return [label === undefined ? undefined : (classNames[label] ?? String(label)), product]
        .filter((part) => part !== undefined)
        .join(': ');
    });
    return { name, values, labels };
  });
}
