import type { Config } from '../../config/config.ts';
import { ownEnvironment } from '../../config/own-environment.ts';
import type { Logger } from '../../log.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';

/** Creates the sandbox for processes that work on untrusted data. */
export function openSandbox({ sandbox }: Config, log: Logger): Sandbox {
  return createSandbox({ ...sandbox, ownEnvironment: ownEnvironment(), log });
}
