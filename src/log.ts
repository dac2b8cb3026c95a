import { DrizzleQueryError } from 'drizzle-orm/errors';
import { type Logger, pino } from 'pino';
import { outliveReader } from './process.ts';
import { redact } from './redact.ts';

export type { Logger };

/**
 * Structured logs, one JSON object a line, on stderr: stdout belongs to what a command answers.
 * Passwords and keys are taken out of every line; `secrets` are those of the settings.
 * Children carry the ids of what they speak about: `log.child({ requestId })`, `log.child({ taskId, attempt })`.
 */
export function createLog(options: { level: string; name: string; secrets?: readonly string[] }): Logger {
  const destination = pino.destination({ dest: 2, sync: true });
  outliveReader(destination);
  return pino(
    {
      level: options.level,
      name: options.name,
      serializers: { err: loggedError },
      redact: ['password', 'token', '*.password', '*.token', 'headers.authorization', 'headers.cookie'],
    },
    // Drivers put addresses into their errors, with the password and all.
    { write: (line) => void destination.write(redact(line, options.secrets)) },
  );
}

/** An error as it is logged: without what a query was given, which is texts of people and hashes of their passwords. */
export function loggedError(error: unknown): unknown {
  for (let each = error; each instanceof Error; each = each.cause) {
    if (!(each instanceof DrizzleQueryError)) continue;
    const told = each.message;
    each.message = `Failed query: ${each.query}`;
    each.stack = each.stack?.replace(told, () => each.message);
    each.params = [];
  }
  return error instanceof Error ? pino.stdSerializers.err(error) : error;
}
