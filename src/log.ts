import { type Logger, pino } from 'pino';
import { redact } from './redact.ts';

export type { Logger };

/**
 * Structured logs, one JSON object a line, on stderr: stdout belongs to what a command answers.
 * Passwords and keys are taken out of every line; `secrets` are those of the settings.
 * Children carry the ids of what they speak about: `log.child({ requestId })`, `log.child({ taskId, attempt })`.
 */
export function createLog(options: { level: string; name: string; secrets?: readonly string[] }): Logger {
  const destination = pino.destination({ dest: 2, sync: true });
  return pino(
    {
      level: options.level,
      name: options.name,
      redact: ['password', 'token', '*.password', '*.token', 'headers.authorization', 'headers.cookie'],
    },
    // Drivers put addresses into their errors, with the password and all.
    { write: (line) => void destination.write(redact(line, options.secrets)) },
  );
}
