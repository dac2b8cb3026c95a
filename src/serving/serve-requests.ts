/** The child's side of pool-process.ts: answers one request after the other, for as long as the gateway is there. */
import { InvalidData, InvalidInput } from '../errors.ts';
import { leaveEndToParent } from '../process.ts';
import type { ProcessAnswer } from './job.ts';

/** What V8, WebAssembly, TensorFlow.js and libvips say when they get no more memory. */
const exhaustion = /out of memory|allocation failed|could not allocate|cannot enlarge memory|bad_alloc|ENOMEM/i;

/** Whether an error's message says that there is no more memory. */
export const isExhausted = (message: string) => exhaustion.test(message);

/**
 * @param prepared resolves when requests can be answered
 * @param handle   what a request of the gateway results in
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
    queue = queue.then(async () => send(await answer(id, request)));
  });
  await queue;

  async function answer(id: number, request: Request): Promise<ProcessAnswer> {
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
  // A gateway that is gone hears nothing; `disconnect` ends this process.
  process.send?.(message, undefined, undefined, () => undefined);
}
