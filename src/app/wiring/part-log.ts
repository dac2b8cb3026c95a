import type { Config } from '../../config/config.ts';
import { secretsOf } from '../../config/secrets.ts';
import { createLog, type Logger } from '../../log.ts';

/** Creates the log of one part of the platform. */
export function createPartLog(config: Config, name: string): Logger {
  return createLog({ level: config.logLevel, name, secrets: secretsOf(config) });
}
