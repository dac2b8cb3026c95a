/** The failpoints that a worker reaches: around its file operations, its packets to Postgres, and its messages to the trainer. */
import childProcess, { type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';
import { act, between, failure, type Kind, kindOfFolder, kindOfKey, reach, setPartner } from './reach.ts';

const { writeSync } = fs;
const artifact = /\/artifacts\/(checkpoints|models)\//;
const isUnfinished = (path: unknown) => String(path).includes('/artifacts/.unfinished/');
const kindOfPath = (path: unknown) => {
  const [, name] = artifact.exec(String(path)) ?? [];
  return name ? kindOfFolder(name) : null;
};

/** The kind of artifact in progress: the store checks whether an artifact exists before it creates the file for it. */
let kindInHand: Kind | null = null;
const unfinished = new Map<number, Kind>();

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

const { open, write, writev } = fs;
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
  const error = beginWrite(fd, bytes.subarray(start, start + length));
  return error ? rest[1](error) : write(fd, bytes, start, length, ...rest);
}) as typeof write;
// Chunks that arrive while the file is being opened are written together.
fs.writev = ((fd: number, parts: Buffer[], ...rest: [number, (error: Error | null) => void]) => {
  const error = beginWrite(fd, parts[0] ?? Buffer.alloc(0));
  return error ? rest[1](error) : writev(fd, parts, ...rest);
}) as typeof writev;

/** Called before the first write to an artifact's file. @returns the error to fail with, or null */
function beginWrite(fd: number, bytes: Buffer): Error | null {
  const kind = unfinished.get(fd);
  unfinished.delete(fd);
  const code = kind ? act(`${kind}.write`, () => writeSync(fd, bytes, 0, bytes.length >> 1)) : null;
  return code ? failure(code, `${kind}.write`) : null;
}

/** Connections to Postgres on which a transaction records an artifact. */
const recording = new WeakMap<Socket, { kind: Kind | null; answered: boolean }>();

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
    recording.set(socket, { kind: null, answered: true });
    if (record.kind) reach(`${record.kind}.committed`);
  } else if (!record.answered) {
    record.answered = true;
    reach(`${record.kind}.transaction`);
  }
}

interface Said {
  type?: string;
  call?: string;
  id?: number;
  key?: string;
}

/** The trainer that was started last: these workers have one slot. They also start ingesters. */
let trainer: ChildProcess | null = null;
setPartner(() => (trainer?.exitCode === null && trainer.signalCode === null ? trainer.pid : undefined));

const { fork } = childProcess;
childProcess.fork = ((...given: Parameters<typeof fork>): ChildProcess => {
  const child = fork(...given);
  const [, [part] = []] = given as [string, string[]?]; // the sandbox passes all arguments
  if (part !== 'trainer') return child;
  trainer = child;
  /** Requests to store a file that have not been answered. */
  const puts = new Map<number, Kind>();
  child.on('message', ({ type, call, id, key }: Said) => {
    const kind = type === 'artifact' && call === 'put' ? kindOfKey(key) : null;
    if (kind && id !== undefined) puts.set(id, kind);
  });
  const tellTrainer = child.send.bind(child);
  child.send = ((message: Said, ...rest: []) => {
    const deliver = () => tellTrainer(message, ...rest);
    if (message.type === 'checkpointSaved') return between('checkpoint', ['answer', 'answered'], deliver);
    const kind = message.type === 'artifact' ? puts.get(message.id ?? 0) : undefined;
    return between(kind ?? null, ['reply', 'replied'], deliver);
  }) as typeof child.send;
  return child;
}) as typeof fork;

syncBuiltinESMExports();
