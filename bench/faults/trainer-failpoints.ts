/** The failpoints that a trainer reaches: around the file that it hands over, and its messages to the worker. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { act, between, failure, type Kind, kindOfKey, reach, setPartner } from './reach.ts';

setPartner(() => process.ppid);

/** The kind of artifact in progress: a trainer asks whether an artifact exists before it creates the file for it. */
let kindInHand: Kind | null = null;

const { writeFile } = fs.promises;
fs.promises.writeFile = (async (path: string, bytes: Uint8Array, ...rest: []) => {
  const kind = path.includes('/out/') ? kindInHand : null;
  if (!kind) return writeFile(path, bytes, ...rest);
  reach(`${kind}.file`);
  const half = bytes.subarray(0, bytes.length >> 1);
  const code = act(`${kind}.part`, () => fs.writeFileSync(path, half));
  if (code) throw failure(code, `${kind}.part`);
  return writeFile(path, bytes, ...rest);
}) as typeof writeFile; // one body for all of its overloads

interface Said {
  type: string;
  call?: string;
  key?: string;
  outcome?: { kind: string };
}

const tellWorker = process.send?.bind(process);
if (tellWorker) {
  process.send = ((message: Said, ...rest: []) => {
    const deliver = () => tellWorker(message, ...rest);
    if (message.type === 'artifact') {
      if (message.call === 'stat') kindInHand = kindOfKey(message.key);
      return between(message.call === 'put' ? kindOfKey(message.key) : null, ['ask', 'asked'], deliver);
    }
    const kind = message.type === 'checkpoint' ? 'checkpoint' : message.outcome?.kind === 'finished' ? 'finish' : null;
    return between(kind, ['announce', 'announced'], deliver);
  }) as typeof process.send;
}

syncBuiltinESMExports();
