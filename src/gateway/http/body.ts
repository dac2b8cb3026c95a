/** Reads request bodies with limits on size and time. Node's own time limit is off, since an upload may take hours. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface BodyLimits {
  maxBytes: number;
  /** Maximum time from the call until the last byte. */
  totalMs: number;
  /** Maximum time without a byte. */
  idleMs: number;
}

/** How long the rest of an unread body is discarded, so that a client can read the response before the connection is closed. */
const [lingerIdleMs, lingerMs] = [5000, 30_000];

/** The body is rejected; `status` is the HTTP status of the response. */
export class BodyRefused extends Error {
  readonly status: 408 | 413;
  constructor(status: 408 | 413, message: string) {
    super(message);
    this.name = 'BodyRefused';
    this.status = status;
  }
}

/** Requests whose clients wait for 100 Continue before they send the body. */
const waiting = new WeakMap<IncomingMessage, ServerResponse>();

/** Registers a request with `Expect: 100-continue`. */
export function expectContinue(request: IncomingMessage, response: ServerResponse): void {
  waiting.set(request, response);
}

/** Sends 100 Continue to a client that waits for it. Must be called before the body is read. */
export function askForBody(request: IncomingMessage): void {
  waiting.get(request)?.writeContinue();
  waiting.delete(request);
}

/**
 * Reads a complete body, with or without a Content-Length.
 * @param allocate called with a number of bytes before each allocation, which follows the received bytes, not the declared length
 * @throws BodyRefused as soon as the body is too large or too slow; the rest is not read
 * @throws errors of `allocate`
 */
export function readBody(
  request: IncomingMessage,
  { maxBytes, totalMs, idleMs }: BodyLimits,
  allocate: (bytes: number) => void,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const declared = Number(request.headers['content-length']);
    let whole = Buffer.alloc(0);
    let bytes = 0;
    const fail = (error: unknown) => end(() => reject(error));
    const refuse = (status: 408 | 413, message: string) => fail(new BodyRefused(status, message));
    const tooLong = () => refuse(413, `The request body is larger than ${maxBytes} bytes. Send less at once.`);
    const tooLate = (what: string, ms: number) =>
      setTimeout(() => refuse(408, `${what} ${ms / 1000} s. Send it again.`), ms);
    const total = tooLate('The request body did not arrive within', totalMs);
    const idle = tooLate('No byte of the request body arrived for', idleMs);
    // The buffer grows with the received bytes; concatenating at the end would block the event loop.
    const grow = (length: number) => {
      const size = Math.min(Math.max(length, 2 * whole.length), Math.max(length, declared || maxBytes));
      allocate(size - whole.length);
      const larger = Buffer.allocUnsafeSlow(size);
      whole.copy(larger, 0, 0, bytes);
      whole = larger;
    };
    const take = (chunk: Buffer) => {
      idle.refresh();
      const length = bytes + chunk.length;
      if (length > maxBytes) return tooLong();
      try {
        if (length > whole.length) grow(length);
      } catch (error) {
        return fail(error);
      }
      chunk.copy(whole, bytes);
      bytes = length;
    };
    const finish = () => end(() => resolve(whole.subarray(0, bytes)));
    const leave = () => fail(new Error('The client disconnected before its request was complete.'));
    function end(settle: () => void): void {
      clearTimeout(total);
      clearTimeout(idle);
      request.off('data', take).off('end', finish).off('error', fail).off('close', leave).pause();
      settle();
    }
    request.on('data', take).on('end', finish).on('error', fail).on('close', leave);
    if (declared > maxBytes) tooLong();
    else if (request.destroyed) leave();
    else askForBody(request);
  });
}

/**
 * Discards what a client still sends after the response, so that it can read the response, and closes the connection if this
 * takes too long. The discarded data is never parsed as another request.
 */
export function discardRest(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  const cut = () => request.socket.destroy();
  const whole = setTimeout(cut, lingerMs);
  const idle = setTimeout(cut, lingerIdleMs);
  const stop = () => {
    clearTimeout(whole);
    clearTimeout(idle);
  };
  request.on('data', () => idle.refresh());
  request.once('end', stop).once('close', stop);
  request.resume();
}
