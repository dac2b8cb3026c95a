/**
 * Takes passwords and keys out of text that people will read: error messages and log lines, whose authors (drivers, libraries,
 * settings that were mistyped) put them there in any form.
 */

const mask = '[redacted]';
/** A shorter secret is a word that stands in messages for other reasons, too. It is found by its place alone. */
const minSecretLength = 6;

const words =
  'pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|(?:secret[_-]?)?access[_-]?key|secret[_-]?key|signature|credential';

/** Each keeps what stands before the secret. */
const places: RegExp[] = [
  // scheme://user:password@host. A password that is not encoded may hold "/", "?", "#" and "@": the last "@" of the word ends it.
  /([a-z][a-z0-9+.-]*:\/\/[^\s:@/?#"'<>]*:)[^\s"'<>]+(?=@)/gi,
  // "password": "..." of JSON, also inside a string of JSON, where quotes are escaped.
  new RegExp(`((?:[\\w.-]*(?:${words}))\\\\?["']\\s*[:=]\\s*\\\\?")(?:\\\\[^"]|[^"\\\\])+`, 'gi'),
  // password='...' of a keyword DSN.
  new RegExp(`((?:[\\w.-]*(?:${words}))\\s*=\\s*')(?:\\\\.|[^'\\\\])+`, 'gi'),
  // ?password=..., X-Amz-Signature=..., AIAS_S3_SECRET_KEY=...
  new RegExp(`((?:[\\w.-]*(?:${words}))\\s*=\\s*)[^\\s&;,"'\\\\]+`, 'gi'),
  // Authorization: Bearer ..., and the signature of S3's requests.
  /(\b(?:Bearer|Basic)\s+)[\w.~+/=-]{6,}/gi,
  /(\bX-Amz-Security-Token\W{1,3})[^\s&"']+/gi,
];

/** @param secrets known ones, which are found wherever they stand, encoded or not */
export function redact(text: string, secrets: readonly string[] = []): string {
  const known = secrets
    .filter((secret) => secret.length >= minSecretLength)
    .flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
    .sort((a, b) => b.length - a.length);
  const without = known.reduce((left, secret) => left.replaceAll(secret, mask), text);
  return places.reduce((left, place) => left.replace(place, `$1${mask}`), without);
}
