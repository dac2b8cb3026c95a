/** Converts decision values of support vector machines to probabilities, as in LIBSVM. */

export interface PlattScaling {
  a: number;
  b: number;
}

/**
 * p(positive | decision f) = 1 / (1 + exp(a f + b)), fitted by Newton's method with backtracking (Platt 1999, as corrected by
 * Lin, Lin & Weng, "A note on Platt's probabilistic outputs", Machine Learning 68, 2007).
 * @param signs +1 or -1: the true class of each decision
 */
export function fitPlattScaling(decisions: ArrayLike<number>, signs: ArrayLike<number>): PlattScaling {
  const count = decisions.length;
  const all = Array.from({ length: count }, (_, index) => index);
  const positives = all.filter((index) => (signs[index] ?? 0) > 0).length;
  const negatives = count - positives;
  // Targets are smoothed instead of 0 and 1: counts plus one more sample of each class.
  const [high, low] = [(positives + 1) / (positives + 2), 1 / (negatives + 2)];
  const targets = all.map((index) => ((signs[index] ?? 0) > 0 ? high : low));
  const loss = (a: number, b: number) =>
    all.reduce((sum, index) => {
      const z = (decisions[index] ?? 0) * a + b;
      const t = targets[index] ?? 0;
      return sum + (z >= 0 ? t * z + Math.log1p(Math.exp(-z)) : (t - 1) * z + Math.log1p(Math.exp(z)));
    }, 0);
  let [a, b] = [0, Math.log((negatives + 1) / (positives + 1))];
  let value = loss(a, b);
  for (let iteration = 0; iteration < 100; iteration++) {
    let [h11, h22, h21, g1, g2] = [1e-12, 1e-12, 0, 0, 0];
    for (const index of all) {
      const f = decisions[index] ?? 0;
      const p = negativeProbability(f * a + b);
      const curvature = p * (1 - p);
      const slope = (targets[index] ?? 0) - p;
      h11 += f * f * curvature;
      h22 += curvature;
      h21 += f * curvature;
      g1 += f * slope;
      g2 += slope;
    }
    if (Math.abs(g1) < 1e-5 && Math.abs(g2) < 1e-5) break;
    const determinant = h11 * h22 - h21 * h21;
    const [da, db] = [-(h22 * g1 - h21 * g2) / determinant, -(-h21 * g1 + h11 * g2) / determinant];
    const descent = g1 * da + g2 * db;
    let step = 1;
    for (; step >= 1e-10; step /= 2) {
      const [nextA, nextB] = [a + step * da, b + step * db];
      const next = loss(nextA, nextB);
      if (next < value + 1e-4 * step * descent) {
        [a, b, value] = [nextA, nextB, next];
        break;
      }
    }
    if (step < 1e-10) break;
  }
  return { a, b };
}

/** 1 / (1 + exp(z)), without overflow. */
function negativeProbability(z: number): number {
  return z >= 0 ? Math.exp(-z) / (1 + Math.exp(-z)) : 1 / (1 + Math.exp(z));
}

export function applySigmoid({ a, b }: PlattScaling, decision: number): number {
  return Math.min(1 - 1e-7, Math.max(1e-7, negativeProbability(decision * a + b)));
}

/**
 * Combines pairwise probabilities into probabilities of k classes (second method of Wu, Lin & Weng, "Probability estimates for
 * multi-class classification by pairwise coupling", JMLR 5, 2004).
 * @param pairwise [i][j]: the probability of class i, given that it is i or j
 */
export function pairwiseCoupling(pairwise: number[][]): number[] {
  const k = pairwise.length;
  const r = (i: number, j: number) => pairwise[i]?.[j] ?? 0;
  const each = Array.from({ length: k }, (_, index) => index);
  const q = each.map((i) =>
    each.map((j) =>
      i === j ? each.reduce((sum, other) => sum + (other === i ? 0 : r(other, i) ** 2), 0) : -r(j, i) * r(i, j),
    ),
  );
  const p = each.map(() => 1 / k);
  for (let iteration = 0; iteration < Math.max(100, k); iteration++) {
    const qp = each.map((t) => each.reduce((sum, j) => sum + (q[t]?.[j] ?? 0) * (p[j] ?? 0), 0));
    let pqp = each.reduce((sum, t) => sum + (p[t] ?? 0) * (qp[t] ?? 0), 0);
    if (each.every((t) => Math.abs((qp[t] ?? 0) - pqp) < 0.005 / k)) break;
    for (const t of each) {
      const diagonal = q[t]?.[t] ?? 1;
      const change = (-(qp[t] ?? 0) + pqp) / diagonal;
      p[t] = (p[t] ?? 0) + change;
      pqp = (pqp + change * (change * diagonal + 2 * (qp[t] ?? 0))) / (1 + change) ** 2;
      for (const j of each) {
        qp[j] = ((qp[j] ?? 0) + change * (q[t]?.[j] ?? 0)) / (1 + change);
        p[j] = (p[j] ?? 0) / (1 + change);
      }
    }
  }
  return p;
}
