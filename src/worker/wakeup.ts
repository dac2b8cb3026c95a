/** The signal that a worker's loops wait for between polls. */

/**
 * Creates a wakeup: `wake` resumes all waiters, or the next one if there are none. A wakeup can be lost, as a hint can, so every
 * wait has a timeout.
 */
export function createWakeup() {
  const waiting = new Set<() => void>();
  let isPending = false;
  return {
    wake() {
      isPending = waiting.size === 0;
      for (const resume of waiting) resume();
    },
    wait(ms: number): Promise<void> {
      return new Promise((resolve) => {
        const resume = () => {
          clearTimeout(timer);
          waiting.delete(resume);
          resolve();
        };
        const timer = setTimeout(resume, isPending ? 0 : ms);
        isPending = false;
        waiting.add(resume);
      });
    },
  };
}
