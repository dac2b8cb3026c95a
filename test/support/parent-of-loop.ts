/** A process whose child, bound to it, tells that it is there and then loops for ever; with "stop", it stops the child as well. */
import { fileURLToPath } from 'node:url';
import { forkBound } from '../../src/process.ts';

const path = fileURLToPath(import.meta.url);
if (process.argv[2] === 'child') {
  process.send?.(process.pid, () => {
    for (;;);
  });
} else {
  const child = forkBound(path, ['child'], { serialization: 'advanced' });
  child.on('message', (pid) => {
    if (process.argv[2] === 'stop') child.kill('SIGSTOP');
    process.send?.(pid);
  });
}
