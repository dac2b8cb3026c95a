/** What the loops of a worker wait for. */

/** Wakes whoever waits, or else the next one who does. A ring can still be lost (so can a hint): every wait has an end. */
export function createBell() {
  const waiting = new Set<() => void>();
  let rung = false;
  return {
    ring() {
      rung = waiting.size === 0;
      for (const resume of waiting) resume();
    },
    wait(milliseconds: number): Promise<void> {
      return new Promise((resolve) => {
        const resume = () => {
          clearTimeout(timer);
          waiting.delete(resume);
          resolve();
        };
        const timer = setTimeout(resume, rung ? 0 : milliseconds);
        rung = false;
        waiting.add(resume);
      });
    },
  };
}
