/**
 * Starts a sandboxed process, sends its pid, and makes it loop forever; with "stop" it also suspends it. The second argument
 * is the sandbox's mode.
 */
import { fileURLToPath } from 'node:url';
import { createLog } from '../../src/log.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';

const [, , what, mode] = process.argv;
const modulePath = fileURLToPath(new URL('hostile-child.mjs', import.meta.url));
const sandbox = createSandbox({
  mode: mode === 'off' ? 'off' : 'auto',
  ownEnvironment: process.env,
  environment: [],
  readable: [],
  log: createLog({ level: 'silent', name: 'test' }),
});
const limits = { memoryBytes: null, cpuSeconds: null, maxFileBytes: 2 ** 20, maxOpenFiles: 128 };
const program = { modulePath, args: [], execArgv: [], env: {}, readable: [modulePath] };
const child = await sandbox.start(program, limits);
child.onMessage(() => {
  child.send({ number: 1, attempt: 'spin' });
  if (what === 'stop') child.kill('SIGSTOP');
  process.send?.(child.pid);
});
