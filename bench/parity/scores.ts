/** Scores that only this comparison needs, defined as in scikit-learn. */

/** The adjusted Rand index (Hubert & Arabie 1985). */
export function adjustedRandIndex(a: number[], b: number[]): number {
  const pairs = (count: number) => (count * (count - 1)) / 2;
  const count = (keys: (number | string)[]) => {
    const counts = new Map<number | string, number>();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    return [...counts.values()].reduce((sum, one) => sum + pairs(one), 0);
  };
  const [both, ofA, ofB] = [count(a.map((one, index) => `${one} ${b[index]}`)), count(a), count(b)];
  const expected = (ofA * ofB) / pairs(a.length);
  return (both - expected) / ((ofA + ofB) / 2 - expected);
}

/** Area under the ROC curve: the share of pairs of a positive and a negative sample that the scores rank correctly. */
export function rocAuc(scores: Float32Array, labels: Int32Array): number {
  let [right, pairs] = [0, 0];
  for (const [one, score] of scores.entries()) {
    if (labels[one] !== 1) continue;
    for (const [other, below] of scores.entries()) {
      if (labels[other] !== 0) continue;
      pairs++;
      right += score > below ? 1 : score === below ? 0.5 : 0;
    }
  }
  return right / pairs;
}
