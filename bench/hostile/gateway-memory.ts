/** Peak memory of another process, as counted by Linux. */
import { readFile, writeFile } from 'node:fs/promises';

/** The command for clear_refs that resets the peak to the current resident size. */
const resetPeakCommand = '5';

/** Resets the peak to the current resident size. */
export async function resetPeak(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, resetPeakCommand);
}

/** Returns the peak resident size in bytes since the process's start, or since `resetPeak`. */
export async function peakBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
  return Number(kibibytes) * 1024;
}
