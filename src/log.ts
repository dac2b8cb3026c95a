import { type Logger, pino } from 'pino';

export type { Logger };

/**
 * Structured logs, one JSON object a line, on stderr: stdout belongs to what a command answers.
 * Children carry the ids of what they speak about: `log.child({ requestId })`, `log.child({ taskId, attempt })`.
 */
export function createLog(options: { level: string; name: string }): Logger {
  return pino(
    {
      level: options.level,
      name: options.name,
      redact: ['password', 'token', '*.password', '*.token', 'headers.authorization', 'headers.cookie'],
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
