/** Types of values that several settings share. */
import { z } from 'zod';
import { InvalidConfiguration } from '../errors.ts';
import { withHome } from './home-folder.ts';

/** An integer in decimal digits; unlike `Number()`, it rejects blank text and "0x10". */
export const boundedInteger = (minimum: number, maximum: number) =>
  z
    .string()
    .trim()
    .regex(/^-?\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(minimum).max(maximum));

/** A file or directory; "~/" is expanded to the home directory. */
export const path = z.string().min(1).transform(withHome);

/** Returns the parts of a comma-separated list, without blanks around them and without empty ones. */
export const splitList = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

/** Returns the origin as browsers send it. Null when the text is not an origin. */
export function originOf(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isOrigin = url && /^https?:$/.test(url.protocol) && /^\/?$/.test(url.pathname) && !/[?#@]/.test(text);
  return isOrigin ? url.origin : null;
}

/** A host name without a port, ".domain" for every name below it, or "*" for any. */
export const hostPattern = /^(\*|\.?[a-z0-9_-]+(\.[a-z0-9_-]+)*)$/i;

/** An `http(s)://host[:port]` address without a path. */
export const endpoint = z
  .url({ protocol: /^https?$/, error: 'must be http://host:port or https://host:port', abort: true })
  .refine((url) => new URL(url).pathname === '/', 'must not have a path')
  .refine((url) => !new URL(url).username && !new URL(url).password, 'must not contain a user or password');

/** A text that `read` accepts. An InvalidConfiguration that it throws becomes the issue's message. */
export const readable = (read: (text: string) => unknown) =>
  z.string().superRefine((text, context) => {
    try {
      read(text);
    } catch (error) {
      if (!(error instanceof InvalidConfiguration)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
    }
  });
