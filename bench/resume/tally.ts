/** Runs trials in parallel, which is safe because the result of a run does not depend on its speed. */

export interface Tally {
  trials: number;
  identical: number;
  /** Runs that were killed after their first checkpoint. */
  resumed: number;
}

/**
 * @param wanted result of the undisturbed run
 * @param run    kills a run, resumes it, and resolves with its result
 */
export async function tallyTrials(options: {
  name: string;
  trials: number;
  sideBySide: number;
  wanted: string;
  run: (trial: number) => Promise<{ answer: string | null; resumed: boolean }>;
}): Promise<Tally> {
  const { name, trials, sideBySide, wanted, run } = options;
  const tally: Tally = { trials: 0, identical: 0, resumed: 0 };
  let next = 0;
  async function lane(): Promise<void> {
    for (let trial = next++; trial < trials; trial = next++) {
      const { answer, resumed } = await run(trial);
      tally.trials++;
      if (resumed) tally.resumed++;
      if (answer === wanted) tally.identical++;
      else console.error(`${name}, trial ${trial}: ${answer} instead of ${wanted}`);
    }
  }
  await Promise.all(Array.from({ length: sideBySide }, lane));
  return tally;
}
