/** Fills the disk of the store or of temporary files for a while. The disks are tmpfs mounts; a ballast file fills them. */
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Stage } from './fixture.ts';
import { type FaultRow, ordinaryCluster } from './row.ts';
import { tmpfsUnavailableReason } from './tmpfs.ts';

const diskBytes = 64 * 2 ** 20;
const fullMs = 3000;

export const diskRows: FaultRow[] = [
  {
    name: 'disk',
    description: 'the disk of the store and of spooled events, or of temporary files, is full for 3 s',
    trials: 20,
    shortTrials: 2,
    cluster: { ...ordinaryCluster, diskBytes },
    unavailableReason: tmpfsUnavailableReason,
    run: fillDisks,
  },
];

async function fillDisks(stage: Stage): Promise<void> {
  stage.maintainLoad(4, true);
  await stage.inject(async (trial) => {
    await stage.untilRunning();
    const { folder, temporary } = stage.cluster;
    const ballast = join(trial % 2 === 0 ? join(folder, 'data') : temporary, 'ballast');
    await fill(ballast);
    await delay(fullMs);
    await rm(ballast);
  });
}

/** Writes until the disk is full, to the last byte. */
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
