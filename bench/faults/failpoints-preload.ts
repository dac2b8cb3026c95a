/** Loaded before a part of the platform: the points of failpoints.ts, around what the part does to files, Postgres and its own. */
import childProcess, { type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';
import { join } from 'node:path';

const folder = process.env.FAILPOINTS ?? '';
const { readFileSync, unlinkSync, writeSync } = fs;

/** Does what the point is armed with, if it is. @throws the system's error, when it is to fail */
function reach(point: string): void {
  const action = disarm(join(folder, point));
  if (action === 'kill') process.kill(process.pid, 'SIGKILL');
  else if (action) throw Object.assign(new Error(`${action}: injected at ${point}`), { code: action });
}

/** What the point is armed with. Of several processes that arrive together one gets it. */
function disarm(path: string): string | null {
  try {
    const action = readFileSync(path, 'utf8');
    unlinkSync(path);
    return action;
  } catch {
    return null; // not armed, or somebody was faster
  }
}

const artifact = /\/artifacts\/(checkpoints|models)\//;
const isUnfinished = (path: unknown) => String(path).includes('/artifacts/.unfinished/');
const kindOfFolder = (name: string | undefined) => (name === 'models' ? 'finish' : 'checkpoint');
const kindOfPath = (path: unknown) => {
  const [, name] = artifact.exec(String(path)) ?? [];
  return name ? kindOfFolder(name) : null;
};

/** The store looks at an artifact's own place before it makes the file that is to become it. */
let kindInHand: string | null = null;
const unfinished = new Map<number, string>();

const { lstat, rename, rm } = fs.promises;
fs.promises.lstat = ((path: fs.PathLike, ...rest: []) => {
  kindInHand = kindOfPath(path) ?? kindInHand;
  return lstat(path, ...rest);
}) as typeof lstat; // one body for all of its overloads, here and below
fs.promises.rename = async (from, to) => {
  const kind = isUnfinished(from) && kindOfPath(to);
  if (kind) reach(`${kind}.rename`);
  await rename(from, to);
  if (kind) reach(`${kind}.renamed`);
};
fs.promises.rm = async (path, options) => {
  const kind = kindOfPath(path);
  if (kind) reach(`${kind}.discard`);
  await rm(path, options);
  if (kind) reach(`${kind}.discarded`);
};

const { open, write } = fs;
fs.open = ((path: fs.PathLike, flags: string, mode: number, done: (error: Error | null, fd?: number) => void) => {
  const kind = isUnfinished(path) ? kindInHand : null;
  try {
    if (kind) reach(`${kind}.put`);
  } catch (error) {
    return done(error as Error);
  }
  return open(path, flags, mode, (error, fd) => {
    if (kind) unfinished.set(fd, kind);
    done(error, fd);
  });
}) as typeof open;
fs.write = ((
  fd: number,
  bytes: Buffer,
  start: number,
  length: number,
  ...rest: [number, (error: Error | null) => void]
) => {
  const kind = unfinished.get(fd);
  if (kind) {
    unfinished.delete(fd);
    const action = disarm(join(folder, `${kind}.write`));
    if (action) writeSync(fd, bytes, start, length >> 1);
    if (action === 'kill') process.kill(process.pid, 'SIGKILL');
    if (action) return rest[1](Object.assign(new Error(`${action}: injected`), { code: action }));
  }
  return write(fd, bytes, start, length, ...rest);
}) as typeof write;

/** A connection to Postgres over which an artifact is being made to count. */
const recording = new WeakMap<Socket, { kind: string; answered: boolean }>();

const send = Socket.prototype.write;
Socket.prototype.write = function (this: Socket, bytes: Uint8Array | string, ...rest: []) {
  const [, name] = /(checkpoints|models)\/[0-9a-f-]{36}/.exec(Buffer.from(bytes).toString('latin1')) ?? [];
  if (name) {
    const kind = kindOfFolder(name);
    reach(`${kind}.record`);
    if (!recording.has(this)) this.prependListener('data', (answer: Buffer) => hear(this, answer));
    recording.set(this, { kind, answered: false });
  }
  return send.call(this, bytes, ...rest);
} as typeof send;

function hear(socket: Socket, answer: Buffer): void {
  const record = recording.get(socket);
  if (!record) return;
  if (answer.includes('COMMIT\0')) {
    recording.set(socket, { kind: '', answered: true });
    if (record.kind) reach(`${record.kind}.committed`);
  } else if (!record.answered) {
    record.answered = true;
    reach(`${record.kind}.transaction`);
  }
}

/** Calls `deliver` between two points. */
function between<T>(points: [before: string, after: string] | null, deliver: () => T): T {
  if (!points) return deliver();
  reach(points[0]);
  const result = deliver();
  setImmediate(() => reach(points[1]));
  return result;
}

const tellWorker = process.send?.bind(process);
if (tellWorker) {
  process.send = ((message: { type?: string; outcome?: { kind: string } }, ...rest: []) => {
    const kind = message.type === 'checkpoint' ? 'checkpoint' : message.outcome?.kind === 'finished' ? 'finish' : null;
    return between(kind && [`${kind}.announce`, `${kind}.announced`], () => tellWorker(message, ...rest));
  }) as typeof process.send;
}

const { fork } = childProcess;
childProcess.fork = ((...given: Parameters<typeof fork>): ChildProcess => {
  const child = fork(...given);
  const tellTrainer = child.send.bind(child);
  child.send = ((message: { type?: string }, ...rest: []) =>
    between(message.type === 'checkpointSaved' ? ['checkpoint.answer', 'checkpoint.answered'] : null, () =>
      tellTrainer(message, ...rest),
    )) as typeof child.send;
  return child;
}) as typeof fork;

syncBuiltinESMExports();
