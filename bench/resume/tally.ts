/** Trials side by side: what a run ends with does not depend on how long it takes. */

export interface Tally {
  trials: number;
  equal: number;
  /** Killed when there was a checkpoint. */
  resumed: number;
}

/**
 * @param wanted the answer of the run that nothing disturbed
 * @param run    kills a run and lets it be resumed
 */
export async function tallyTrials(options: {
  name: string;
  trials: number;
  sideBySide: number;
  wanted: string;
  run: (trial: number) => Promise<{ answer: string | null; resumed: boolean }>;
}): Promise<Tally> {
  const { name, trials, sideBySide, wanted, run } = options;
  const tally: Tally = { trials: 0, equal: 0, resumed: 0 };
  let next = 0;
  async function lane(): Promise<void> {
    for (let trial = next++; trial < trials; trial = next++) {
      const { answer, resumed } = await run(trial);
      tally.trials++;
      if (resumed) tally.resumed++;
      if (answer === wanted) tally.equal++;
      else console.error(`${name}, trial ${trial}: ${answer} instead of ${wanted}`);
    }
  }
  await Promise.all(Array.from({ length: sideBySide }, lane));
  return tally;
}
