/**
 * A TCP proxy that breaks the network between two parts, at run time.
 *
 *   pass       as if it were not there
 *   drop       nothing arrives in either direction; what was sent meanwhile arrives afterwards, as TCP sees to it
 *   reset      every connection breaks, and so does every new one
 *   delay      every piece comes late
 *   slow       bytes trickle
 *   half-open  the far side is gone, and the near side is not told: not before it sends something over the mended network
 */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export const faultModes = ['drop', 'reset', 'delay', 'slow', 'half-open'] as const;
export type NetworkMode = 'pass' | (typeof faultModes)[number];

const lateMilliseconds = 300;
const trickleBytesPerSecond = 4096;
/** postgres.js has the system look after a silent connection once a minute; a proxy in between must do it for the system. */
const probeMilliseconds = 60_000;

export interface FaultProxy {
  readonly port: number;
  set(mode: NetworkMode): void;
  /** Breaks every connection once `bytes` more have gone to the far side. Resolves then. */
  cutAfter(bytes: number): Promise<void>;
  close(): Promise<void>;
}

interface Link {
  near: Socket;
  far: Socket;
  /** The near side does not know yet that the far one is gone. */
  orphaned: boolean;
}

/**
 * @param target the port to pass on to, on this machine; it may change
 * @param probed whether the near side has the system probe silent connections (TCP keepalive)
 */
export async function startProxy(target: () => number, { probed }: { probed: boolean }): Promise<FaultProxy> {
  let mode: NetworkMode = 'pass';
  let credit = Number.POSITIVE_INFINITY;
  let cut: () => void = () => undefined;
  /** Called when the mode changes. */
  const waiting = new Set<() => void>();
  const links = new Set<Link>();

  function snap(link: Link): void {
    links.delete(link);
    link.near.resetAndDestroy();
    link.far.resetAndDestroy();
  }

  function orphan(link: Link): void {
    link.orphaned = true;
    link.far.destroy();
  }

  /** Resolves after that time, or when the mode changes. */
  function pause(milliseconds?: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = milliseconds === undefined ? undefined : setTimeout(() => resume(), milliseconds);
      const resume = () => {
        clearTimeout(timer);
        waiting.delete(resume);
        resolve();
      };
      waiting.add(resume);
    });
  }

  /** Resolves when a piece of this many bytes may go on. */
  async function gate(bytes: number): Promise<void> {
    while (mode === 'drop') await pause();
    if (mode === 'delay') await pause(lateMilliseconds);
    if (mode === 'slow') await pause((bytes / trickleBytesPerSecond) * 1000);
  }

  /** One side is gone: the other hears of it as the network allows. */
  async function part(link: Link, gone: Socket, other: Socket, broken: boolean): Promise<void> {
    if (gone === link.near) links.delete(link);
    else if (link.orphaned) return;
    while (mode === 'drop') await pause();
    if (broken) other.resetAndDestroy();
    else if (gone === link.near) other.destroy();
  }

  async function pump(link: Link, from: Socket, to: Socket): Promise<void> {
    for await (const piece of from.iterator({ destroyOnReturn: false })) {
      if (link.orphaned && mode !== 'half-open') return snap(link);
      if (link.orphaned) continue;
      await gate(piece.length);
      if (to === link.far) credit -= piece.length;
      if (credit < 0) {
        credit = Number.POSITIVE_INFINITY;
        for (const each of links) snap(each);
        return cut();
      }
      await new Promise((written) => to.write(piece, written)); // a socket that is gone takes it too
    }
    await gate(0);
    if (!link.orphaned) to.end();
  }

  async function accept(near: Socket): Promise<void> {
    near.on('error', () => undefined); // its pump hears of it
    if (mode === 'reset') return void near.resetAndDestroy();
    while (mode === 'drop') await pause();
    const far = connect({ port: target(), host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    far.on('error', () => undefined);
    const link: Link = { near, far, orphaned: false };
    links.add(link);
    if (mode === 'half-open') orphan(link);
    far.once('close', (broken) => void part(link, far, near, broken));
    near.once('close', (broken) => void part(link, near, far, broken));
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      pump(link, from, to).catch(() => undefined); // its end closes the socket, and that is told below
    }
  }

  const server = createServer({ noDelay: true, allowHalfOpen: true }, (near) => void accept(near));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    port: (server.address() as AddressInfo).port,
    set(next) {
      mode = next;
      if (mode === 'reset') for (const link of links) snap(link);
      if (mode === 'half-open') for (const link of links) orphan(link);
      if (mode === 'pass' && probed) {
        const orphans = [...links].filter(({ orphaned }) => orphaned);
        setTimeout(() => orphans.forEach(snap), probeMilliseconds).unref();
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
      for (const link of links) snap(link);
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
