/** Finds the name that was probably meant by a misspelled one. */

/** Maximum edit distance at which a name is suggested. */
const maxTypos = 3;
/** Maximum number of names, and maximum length of a name, that are compared. */
const [maxCompared, maxComparedLength] = [1000, 100];

/** Returns the nearest name, or null if none is near. */
export function nearestName(name: string, names: readonly string[]): string | null {
  // The time of a comparison grows with both lengths, so long names, and pairs whose lengths differ too much, are skipped.
  const [nearest] = names
    .filter(
      (other) =>
        Math.max(name.length, other.length) <= maxComparedLength && Math.abs(name.length - other.length) <= maxTypos,
    )
    .slice(0, maxCompared)
    .map((other) => ({ other, distance: editDistance(name, other) }))
    .sort((a, b) => a.distance - b.distance);
  return nearest && nearest.distance <= maxTypos ? nearest.other : null;
}

/** Returns the Levenshtein distance, ignoring case. */
function editDistance(from: string, to: string): number {
  const [a, b] = [from.toLowerCase(), to.toLowerCase()];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
