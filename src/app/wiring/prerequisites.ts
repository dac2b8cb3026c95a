import type { Config } from '../../config/config.ts';
import { InvalidConfiguration } from '../../errors.ts';
import { missingPackage } from '../../learning/engine/packages.ts';
import { checkTemporary } from '../../temporary.ts';

/**
 * Checks, before a part starts, what would otherwise fail in the middle of its start, with half of the platform running.
 * @param computes whether the part runs an engine
 * @throws InvalidConfiguration naming TMPDIR or AIAS_BACKEND
 */
export async function checkPrerequisites({ backend }: Config, computes: boolean): Promise<void> {
  await checkTemporary('sandbox');
  const problem = computes ? missingPackage(backend) : null;
  if (problem) throw new InvalidConfiguration(`AIAS_BACKEND=${backend}: ${problem}.`);
}
