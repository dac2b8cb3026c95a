/** Says of which columns and classes a model's facts are: families know their numbers alone. */
import { encodedNames } from '../datasets/table-encoder.ts';
import type { Fact } from '../learning/model.ts';
import { classesOf, type ModelManifest } from '../models/bundle.ts';
import type { Facts } from '../models/model.ts';

export function nameFacts(facts: readonly Fact[], manifest: ModelManifest): Facts {
  const { input } = manifest;
  const names = input.kind === 'table' ? encodedNames(input.encoder) : [];
  const classNames = classesOf(manifest) ?? [];
  return facts.map(({ name, values, columns, classes }) => {
    if (!columns && !classes) return { name, values };
    const [products, labelled] = [columns?.(), classes?.()];
    const labels = values.map((_, at) => {
      const product = products?.[at]?.map((column) => names[column] ?? String(column)).join(' × ');
      const label = labelled?.[at];
      return [label === undefined ? undefined : (classNames[label] ?? String(label)), product]
        .filter((part) => part !== undefined)
        .join(': ');
    });
    return { name, values, labels };
  });
}
