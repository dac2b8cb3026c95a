/** The disk of the store, or that of temporary files, is full for a while. Files lie in memory, on disks that are filled with ballast. */
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { withoutMemoryDisk } from './memory-disk.ts';
import { type FaultRow, ordinaryCluster } from './row.ts';
import type { Stage } from './stage.ts';

const diskBytes = 64 * 2 ** 20;
const fullMilliseconds = 3000;

export const diskRows: FaultRow[] = [
  {
    name: 'disk',
    fault: 'the disk of the store and of spooled events, or of temporary files, is full for 3 s',
    trials: 20,
    short: 2,
    cluster: { ...ordinaryCluster, diskBytes },
    lacks: withoutMemoryDisk,
    run: fillDisks,
  },
];

async function fillDisks(stage: Stage): Promise<void> {
  stage.keepBusy(4, true);
  await stage.inject(async (trial) => {
    await stage.untilRunning();
    const { folder, temporary } = stage.cluster;
    const ballast = join(trial % 2 === 0 ? join(folder, 'data') : temporary, 'ballast');
    await fill(ballast);
    await delay(fullMilliseconds);
    await rm(ballast);
  });
}

/** Writes until there is no room, to the last byte. */
async function fill(path: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (let bytes = 2 ** 20; bytes >= 1; ) {
      const written = await file.write(Buffer.alloc(bytes)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOSPC') return null;
        throw error;
      });
      if (written === null || written.bytesWritten < bytes) bytes >>= 1;
    }
  } finally {
    await file.close();
  }
}
