/** Request bodies, with a limit in bytes and in time: Node's own limit in time is off, since an upload may take hours. */
import type { IncomingMessage } from 'node:http';

export interface BodyLimits {
  maxBytes: number;
  /** From the call until the last byte. */
  totalMilliseconds: number;
}

/** What a small body may take. A client may leave after it has read its answer; until then it is heard out for a moment. */
const [lingerIdleMilliseconds, lingerMilliseconds] = [5000, 30_000];

const minPlacedBytes = 65_536;

/** The body cannot be taken; `status` is the HTTP status that says so. */
export class BodyRefused extends Error {
  readonly status: 408 | 413;
  constructor(status: 408 | 413, message: string) {
    super(message);
    this.name = 'BodyRefused';
    this.status = status;
  }
}

/**
 * Reads a whole body, whether or not its length was told.
 * @throws BodyRefused as soon as it is too long or too late; the rest of it is not read
 */
export function readBody(request: IncomingMessage, { maxBytes, totalMilliseconds }: BodyLimits): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const told = Number(request.headers['content-length']);
    // What is large is put together while it comes: all at once would keep the event loop.
    const whole = told >= minPlacedBytes && told <= maxBytes ? Buffer.allocUnsafeSlow(told) : null;
    const chunks: Buffer[] = [];
    let bytes = 0;
    const refuse = (status: 408 | 413, message: string) => end(() => reject(new BodyRefused(status, message)));
    const tooLong = () => refuse(413, `The request is larger than ${maxBytes} bytes. Send less at once.`);
    const timer = setTimeout(() => {
      refuse(408, `The request did not arrive within ${totalMilliseconds / 1000} s. Send it again.`);
    }, totalMilliseconds);
    const take = (chunk: Buffer) => {
      if (whole) chunk.copy(whole, bytes);
      else chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > maxBytes) tooLong();
    };
    const finish = () => end(() => resolve(whole ?? Buffer.concat(chunks, bytes)));
    const fail = (error: Error) => end(() => reject(error));
    const leave = () => fail(new Error('The client left before its request had arrived.'));
    function end(settle: () => void): void {
      clearTimeout(timer);
      request.off('data', take).off('end', finish).off('error', fail).off('close', leave).pause();
      settle();
    }
    request.on('data', take).on('end', finish).on('error', fail).on('close', leave);
    if (told > maxBytes) tooLong();
    else if (request.destroyed) leave();
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
