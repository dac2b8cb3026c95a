import { DrizzleQueryError } from 'drizzle-orm/errors';
import { type Logger, pino } from 'pino';
import { outliveReader } from './process.ts';
import { redact } from './redact.ts';

export type { Logger };

/**
 * Creates a structured log that writes one JSON object per line to stderr; stdout is reserved for the output of commands.
 * Passwords and keys are removed from every line; `secrets` are those of the settings.
 * Child loggers carry the ids of their subject: `log.child({ requestId })`, `log.child({ taskId, attempt })`.
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
    // Drivers put URLs into their errors, including the password.
    { write: (line) => void destination.write(redact(line, options.secrets)) },
  );
}

/** Serializes an error for the log without the parameters of a query, which may be user data or password hashes. */
export function loggedError(error: unknown): unknown {
  for (let each = error; each instanceof Error; each = each.cause) {
    if (!(each instanceof DrizzleQueryError)) continue;
    const original = each.message;
    each.message = `Failed query: ${each.query}`;
    each.stack = each.stack?.replace(original, () => each.message);
    each.params = [];
  }
  return error instanceof Error ? pino.stdSerializers.err(error) : error;
}
