/** Request bodies, with a limit in bytes and in time: Node's own limit in time is off, since an upload may take hours. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface BodyLimits {
  maxBytes: number;
  /** From the call until the last byte. */
  totalMilliseconds: number;
  /** How long no byte may come. */
  idleMilliseconds: number;
}

/** What a small body may take. A client may leave after it has read its answer; until then it is heard out for a moment. */
const [lingerIdleMilliseconds, lingerMilliseconds] = [5000, 30_000];

/** The body cannot be taken; `status` is the HTTP status that says so. */
export class BodyRefused extends Error {
  readonly status: 408 | 413;
  constructor(status: 408 | 413, message: string) {
    super(message);
    this.name = 'BodyRefused';
    this.status = status;
  }
}

/** Requests whose clients send the body only when they are told to (`Expect: 100-continue`). */
const waiting = new WeakMap<IncomingMessage, ServerResponse>();

/** Remembers that a client waits to be told that its body is wanted. */
export function expectContinue(request: IncomingMessage, response: ServerResponse): void {
  waiting.set(request, response);
}

/** Tells a client that waits for it to send its body. To be called before one is read. */
export function askForBody(request: IncomingMessage): void {
  waiting.get(request)?.writeContinue();
  waiting.delete(request);
}

/**
 * Reads a whole body, whether or not its length was told.
 * @param allocate is told of each piece of memory, in bytes, before it is taken: as bytes arrive, not as they are promised
 * @throws BodyRefused as soon as it is too long or too late; the rest of it is not read
 * @throws what `allocate` throws
 */
export function readBody(
  request: IncomingMessage,
  { maxBytes, totalMilliseconds, idleMilliseconds }: BodyLimits,
  allocate: (bytes: number) => void,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const told = Number(request.headers['content-length']);
    let whole = Buffer.alloc(0);
    let bytes = 0;
    const fail = (error: unknown) => end(() => reject(error));
    const refuse = (status: 408 | 413, message: string) => fail(new BodyRefused(status, message));
    const tooLong = () => refuse(413, `The request is larger than ${maxBytes} bytes. Send less at once.`);
    const tooLate = (what: string, milliseconds: number) =>
      setTimeout(() => refuse(408, `${what} ${milliseconds / 1000} s. Send it again.`), milliseconds);
    const total = tooLate('The request did not arrive within', totalMilliseconds);
    const idle = tooLate('No byte of the request came for', idleMilliseconds);
    // It grows with what has come: to put it together at the end would keep the event loop.
    const grow = (length: number) => {
      const size = Math.min(Math.max(length, 2 * whole.length), Math.max(length, told || maxBytes));
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
    const leave = () => fail(new Error('The client left before its request had arrived.'));
    function end(settle: () => void): void {
      clearTimeout(total);
      clearTimeout(idle);
      request.off('data', take).off('end', finish).off('error', fail).off('close', leave).pause();
      settle();
    }
    request.on('data', take).on('end', finish).on('error', fail).on('close', leave);
    if (told > maxBytes) tooLong();
    else if (request.destroyed) leave();
    else askForBody(request);
  });
}

/**
 * Throws away what a client still sends after it was answered, so that it gets to read the answer; cuts it off when it goes on for
 * long. What it sends is never taken for another request.
 */
export function discardRest(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  const cut = () => request.socket.destroy();
  const whole = setTimeout(cut, lingerMilliseconds);
  const idle = setTimeout(cut, lingerIdleMilliseconds);
  const stop = () => {
    clearTimeout(whole);
    clearTimeout(idle);
  };
  request.on('data', () => idle.refresh());
  request.once('end', stop).once('close', stop);
  request.resume();
}
