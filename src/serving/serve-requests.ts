/** Child side of pool-process.ts: handles requests one at a time until the gateway disconnects. */
import { InvalidData, InvalidInput } from '../errors.ts';
import { leaveEndToParent } from '../process.ts';
import type { ProcessAnswer } from './job.ts';

/** Out-of-memory messages of V8, WebAssembly, TensorFlow.js and libvips. */
const exhaustion = /out of memory|allocation failed|could not allocate|cannot enlarge memory|bad_alloc|ENOMEM/i;

/** Returns whether an error message reports that memory is exhausted. */
export const isExhausted = (message: string) => exhaustion.test(message);

/**
 * @param prepared resolves when the process can handle requests
 * @param handle   computes the result of a request
 */
export async function serveRequests<Request>(
  prepared: Promise<unknown>,
  handle: (request: Request) => Promise<unknown>,
): Promise<void> {
  leaveEndToParent();
  let queue: Promise<void> = prepared.then(() => send({ type: 'ready' }));

  process.on('message', (message) => {
    const request = message as Request & { id?: number }; // the gateway is trusted
    const { id } = request;
    if (id === undefined || (message as { type?: unknown }).type === 'artifact') return;
    queue = queue.then(async () => send(await handleRequest(id, request)));
  });
  await queue;

  async function handleRequest(id: number, request: Request): Promise<ProcessAnswer> {
    try {
      return { id, result: await handle(request) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (error instanceof InvalidInput) return { id, invalid: { field: error.field, message } };
      if (error instanceof InvalidData) return { id, refused: { message, location: error.location } };
      if (isExhausted(message)) return { id, exhausted: true };
      return { id, failure: error instanceof Error ? (error.stack ?? message) : message };
    }
  }
}

function send(message: ProcessAnswer | { type: 'ready' }): void {
  // Errors are ignored: when the gateway is gone, `disconnect` ends this process.
  process.send?.(message, undefined, undefined, () => undefined);
}
