/** A child process that stores one artifact through its parent: artifact-writer.ts <scratch folder>. Reports every retry. */
import { createArtifactClient } from '../../src/sandbox/artifact-client.ts';

const artifacts = createArtifactClient(process.argv[2] ?? '', {
  maxSeconds: 600,
  onRetry: (error) => process.send?.({ retried: (error as NodeJS.ErrnoException).code }),
});
await artifacts.put('models/weights', Buffer.from('weights'));
process.disconnect();
