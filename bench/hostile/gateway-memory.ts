/** Peak memory of another process, as Linux counts it. */
import { readFile, writeFile } from 'node:fs/promises';

/** What clear_refs takes for "the peak is what is resident now". */
const resetPeakCommand = '5';

/** Makes the peak start again from what is resident now. */
export async function resetPeak(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, resetPeakCommand);
}

/** Returns the most bytes that the process has had resident since its start, or since `resetPeak`. */
export async function peakBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
  return Number(kibibytes) * 1024;
}
