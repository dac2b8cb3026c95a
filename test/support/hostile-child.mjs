/** A compromised process: it attempts what its parent requests and reports the outcome. */
import { linkSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

const out = join(process.argv.at(-1) ?? '', 'out');
let lastId = 0;
/** @type {Map<number, (answer: unknown) => void>} */
const answers = new Map();

/** @type {Record<string, (value: any) => unknown>} Each receives the value that the test passes. */
const attempts = {
  environment: () => process.env,
  read: (path) => readFileSync(path, 'latin1').slice(0, 1000),
  list: (path) => readdirSync(path),
  write: (path) => writeFileSync(path, 'overwritten'),
  kill: (pid) => process.kill(pid, 'SIGKILL'),
  user: () => process.getuid?.(),
  connect: (port) => connection({ port, host: '127.0.0.1' }),
  connectTo: (path) => connection({ path }),
  allocate(bytes) {
    const parts = [];
    for (let taken = 0; taken < bytes; taken += 2 ** 24) parts.push(new Uint8Array(2 ** 24).fill(1));
    return parts.length;
  },
  fill(bytes) {
    const chunk = Buffer.alloc(2 ** 20);
    for (let written = 0; written < bytes; written += chunk.length)
      writeFileSync(join(out, 'large'), chunk, { flag: 'a' });
  },
  link: ({ target, name }) => symlinkSync(target, join(out, name)),
  secondName: ({ target, name }) => linkSync(target, join(out, name)),
  file: ({ name, text }) => writeFileSync(join(out, name), text),
  ask: (question) => ask(question),
  /** Keeps running without a channel to its parent. */
  leave() {
    process.removeAllListeners('disconnect');
    setInterval(() => undefined, 1000);
    process.disconnect();
  },
  spin() {
    for (;;);
  },
};

/** @param {import('node:net').NetConnectOpts} where */
function connection(where) {
  return new Promise((resolve, reject) => {
    const socket = connect(where, () => {
      socket.destroy();
      resolve('connected');
    });
    socket.on('error', reject);
  });
}

/** @param {object} question */
function ask(question) {
  const id = ++lastId;
  return new Promise((resolve) => {
    answers.set(id, resolve);
    process.send?.({ type: 'artifact', id, ...question });
  });
}

process.on('disconnect', () => process.exit(0));
process.on('message', async (/** @type {any} */ message) => {
  if (message.type === 'artifact') return answers.get(message.id)?.(message);
  const { number } = message;
  try {
    process.send?.({ number, result: await attempts[message.attempt]?.(message.value) });
  } catch (error) {
    const { code, name } = /** @type {NodeJS.ErrnoException} */ (error);
    process.send?.({ number, error: code ?? name });
  }
});
process.send?.({ ready: true });
