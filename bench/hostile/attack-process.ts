/** Starts and controls the process of an attacker. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { lowerSession } from '../../src/sandbox/priority.ts';
import type { FromAttacker, ToAttacker } from './attack-protocol.ts';
import type { Counts } from './tally.ts';

export interface AttackProcess {
  begin(): void;
  /** Ends the round. Resolves with the counts of its responses. @throws Error when the process has exited */
  halt(): Promise<Counts>;
  stop(): Promise<void>;
}

/** Resolves when the attack is prepared. @throws Error when its process exits first */
export async function startAttack(name: string, url: string): Promise<AttackProcess> {
  const path = fileURLToPath(new URL('./attack-runner.ts', import.meta.url));
  // A real attacker computes on another machine: the cost of an attack must not slow the gateway down. A session of its own with
  // low priority comes closest to that on one machine.
  const child = fork(path, [name, url], { execArgv: ['--import', 'tsx'], detached: true });
  const onError = (error: unknown) => console.error('The priority of the attacker could not be lowered:', error);
  if (child.pid !== undefined) lowerSession(child.pid, 'long', onError);
  const ask = (message: ToAttacker) => void child.send(message);
  await answer(child, 'prepared');
  return {
    begin: () => ask({ type: 'begin' }),
    async halt() {
      const halted = answer(child, 'halted');
      ask({ type: 'halt' });
      return (await halted).counts;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

function answer<T extends FromAttacker['type']>(
  child: ChildProcess,
  type: T,
): Promise<Extract<FromAttacker, { type: T }>> {
  const isWanted = (message: FromAttacker): message is Extract<FromAttacker, { type: T }> => message.type === type;
  return new Promise((resolve, reject) => {
    const listen = (message: FromAttacker) => {
      if (!isWanted(message)) return;
      child.off('message', listen);
      child.off('exit', fail);
      resolve(message);
    };
    const fail = (code: number | null, signal: string | null) =>
      reject(new Error(`The attacker's process exited: ${code ?? signal}. See its output above.`));
    child.on('message', listen);
    child.once('exit', fail);
  });
}
