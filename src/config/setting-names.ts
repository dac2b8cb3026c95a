/** Environment variables that look like settings but are not: Kubernetes service links, and typing errors. */

const prefix = 'AIAS_';

/**
 * For every Service in a namespace, Kubernetes sets NAME_SERVICE_HOST, NAME_SERVICE_PORT, NAME_PORT=tcp://... and more in each
 * pod. A Service named `aias` therefore sets AIAS_PORT itself; only the value distinguishes it from the setting.
 *
 * https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
 */
export function isServiceLink(name: string, value = ''): boolean {
  if (!name.startsWith(prefix)) return false;
  if (/_SERVICE_(HOST|PORT(_\w+)?)$/.test(name) || /_PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$/.test(name))
    return true;
  return name.endsWith('_PORT') && /^(tcp|udp|sctp):\/\//.test(value);
}

/** Returns a sentence for every variable named like a setting that is not one. Values are omitted, since they may be secret. */
export function unknownSettings(environment: Record<string, string | undefined>, known: readonly string[]): string[] {
  return Object.entries(environment)
    .filter(([name, value]) => /^aias_/i.test(name) && !known.includes(name) && !isServiceLink(name, value))
    .map(([name]) => `${name} is not a setting. Did you mean ${nearest(name.toUpperCase(), known)}?`);
}

function nearest(name: string, known: readonly string[]): string {
  const distances = known.map((candidate) => ({ candidate, distance: editDistance(name, candidate) }));
  return distances.reduce((best, next) => (next.distance < best.distance ? next : best)).candidate;
}

/** Levenshtein distance (1966): the minimum number of insertions, deletions and replacements between two texts. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (const [at, other] of [...to].entries()) {
      const replaced = (row[at] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
