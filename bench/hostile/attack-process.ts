/** The bench's side of an attacker's process. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { lowerSession } from '../../src/sandbox/priority.ts';
import type { FromAttacker, ToAttacker } from './attack-protocol.ts';
import type { Counts } from './tally.ts';

export interface AttackProcess {
  begin(): void;
  /** Resolves with how its requests were answered. @throws Error when the process has ended */
  halt(): Promise<Counts>;
  stop(): Promise<void>;
}

/** Resolves when the attack is prepared. @throws Error when its process ends before */
export async function startAttack(name: string, url: string): Promise<AttackProcess> {
  const path = fileURLToPath(new URL('./attack-runner.ts', import.meta.url));
  // A stranger computes on a machine of their own: what the attack costs to make is not to be taken from the gateway. A session of
  // its own, of low priority, comes closest to that on one machine.
  const child = fork(path, [name, url], { execArgv: ['--import', 'tsx'], detached: true });
  const onError = (error: unknown) => console.error('The attacker keeps its priority:', error);
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
      reject(new Error(`The attacker's process ended: ${code ?? signal}. Why stands above.`));
    child.on('message', listen);
    child.once('exit', fail);
  });
}
