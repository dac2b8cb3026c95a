/**
 * A TCP proxy that can break the network between two parts while they run.
 *
 *   pass       forwards everything
 *   drop       nothing arrives in either direction; what was sent meanwhile arrives afterwards, through TCP's retransmission
 *   reset      resets every connection, and every new one
 *   delay      delays every chunk
 *   slow       forwards few bytes per second
 *   half-open  the far side is closed, but the near side learns of it only when it sends something after the network is restored
 */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export const faultModes = ['drop', 'reset', 'delay', 'slow', 'half-open'] as const;
export type NetworkMode = 'pass' | (typeof faultModes)[number];

const lateMs = 300;
const trickleBytesPerSecond = 4096;
/** postgres.js enables TCP keepalive with one probe a minute; a proxy in between must emulate it. */
const probeMs = 60_000;

export interface FaultProxy {
  readonly port: number;
  set(mode: NetworkMode): void;
  /** Resets every connection once `bytes` more have been sent to the far side. Resolves then. */
  cutAfter(bytes: number): Promise<void>;
  close(): Promise<void>;
}

interface Link {
  near: Socket;
  far: Socket;
  /** Whether the far side is closed without the near side knowing. */
  orphaned: boolean;
}

/**
 * @param target returns the local port to forward to; it may change
 * @param probed whether the near side uses TCP keepalive
 */
export async function startProxy(target: () => number, { probed }: { probed: boolean }): Promise<FaultProxy> {
  let mode: NetworkMode = 'pass';
  let credit = Number.POSITIVE_INFINITY;
  let cut: () => void = () => undefined;
  /** Called when the mode changes. */
  const waiting = new Set<() => void>();
  const links = new Set<Link>();

  function breakLink(link: Link): void {
    links.delete(link);
    link.near.resetAndDestroy();
    link.far.resetAndDestroy();
  }

  function halfClose(link: Link): void {
    link.orphaned = true;
    link.far.destroy();
  }

  /** Resolves after `ms`, or when the mode changes. */
  function pause(ms?: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(() => resume(), ms);
      const resume = () => {
        clearTimeout(timer);
        waiting.delete(resume);
        resolve();
      };
      waiting.add(resume);
    });
  }

  /** Resolves when a chunk of this many bytes may be forwarded. */
  async function waitForMode(bytes: number): Promise<void> {
    while (mode === 'drop') await pause();
    if (mode === 'delay') await pause(lateMs);
    if (mode === 'slow') await pause((bytes / trickleBytesPerSecond) * 1000);
  }

  /** Closes the other side after one side is closed, if the network lets it know. */
  async function onSideClosed(link: Link, gone: Socket, other: Socket, broken: boolean): Promise<void> {
    if (gone === link.near) links.delete(link);
    else if (link.orphaned) return;
    while (mode === 'drop') await pause();
    if (broken) other.resetAndDestroy();
    else if (gone === link.near) other.destroy();
  }

  async function forward(link: Link, from: Socket, to: Socket): Promise<void> {
    for await (const piece of from.iterator({ destroyOnReturn: false })) {
      if (link.orphaned && mode !== 'half-open') return breakLink(link);
      if (link.orphaned) continue;
      await waitForMode(piece.length);
      if (to === link.far) credit -= piece.length;
      if (credit < 0) {
        credit = Number.POSITIVE_INFINITY;
        for (const each of links) breakLink(each);
        return cut();
      }
      await new Promise((written) => to.write(piece, written)); // a closed socket calls back, too
    }
    await waitForMode(0);
    if (!link.orphaned) to.end();
  }

  async function accept(near: Socket): Promise<void> {
    near.on('error', () => undefined); // forward() handles it
    if (mode === 'reset') return void near.resetAndDestroy();
    while (mode === 'drop') await pause();
    const far = connect({ port: target(), host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    far.on('error', () => undefined);
    const link: Link = { near, far, orphaned: false };
    links.add(link);
    if (mode === 'half-open') halfClose(link);
    far.once('close', (broken) => void onSideClosed(link, far, near, broken));
    near.once('close', (broken) => void onSideClosed(link, near, far, broken));
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      forward(link, from, to).catch(() => undefined); // an error closes the socket, and onSideClosed handles that
    }
  }

  const server = createServer({ noDelay: true, allowHalfOpen: true }, (near) => void accept(near));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    port: (server.address() as AddressInfo).port,
    set(next) {
      mode = next;
      if (mode === 'reset') for (const link of links) breakLink(link);
      if (mode === 'half-open') for (const link of links) halfClose(link);
      if (mode === 'pass' && probed) {
        const orphans = [...links].filter(({ orphaned }) => orphaned);
        setTimeout(() => orphans.forEach(breakLink), probeMs).unref();
      }
      for (const resume of waiting) resume();
    },
    cutAfter(bytes) {
      credit = bytes;
      return new Promise((resolve) => {
        cut = resolve;
      });
    },
    async close() {
      mode = 'pass';
      for (const resume of waiting) resume();
      for (const link of links) breakLink(link);
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
