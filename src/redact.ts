/**
 * Removes passwords and keys from error messages and log lines. Drivers, libraries and mistyped settings put them there in many
 * forms.
 */

const mask = '[redacted]';
/** A shorter secret may be an ordinary word in a message, so it is only found by its position. */
const minSecretLength = 6;

const words =
  'pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|(?:secret[_-]?)?access[_-]?key|secret[_-]?key|signature|credential';

/** Positions of secrets. The first group is the text before the secret, which is kept. */
const positions: RegExp[] = [
  // scheme://user:password@host. An unencoded password may contain "/", "?", "#" and "@", and ends before the last "@".
  /([a-z][a-z0-9+.-]*:\/\/[^\s:@/?#"'<>]*:)[^\s"'<>]+(?=@)/gi,
  // "password": "..." in JSON, also inside a JSON string, where quotes are escaped.
  new RegExp(`((?:[\\w.-]*(?:${words}))\\\\?["']\\s*[:=]\\s*\\\\?")(?:\\\\[^"]|[^"\\\\])+`, 'gi'),
  // password='...' in a keyword DSN.
  new RegExp(`((?:[\\w.-]*(?:${words}))\\s*=\\s*')(?:\\\\.|[^'\\\\])+`, 'gi'),
  // ?password=..., X-Amz-Signature=..., AIAS_S3_SECRET_KEY=...
  new RegExp(`((?:[\\w.-]*(?:${words}))\\s*=\\s*)[^\\s&;,"'\\\\]+`, 'gi'),
  // Authorization: Bearer ..., and the signature of S3 requests.
  /(\b(?:Bearer|Basic)\s+)[\w.~+/=-]{6,}/gi,
  /(\bX-Amz-Security-Token\W{1,3})[^\s&"']+/gi,
];

/** @param secrets known secrets, which are removed at any position, encoded or not */
export function redact(text: string, secrets: readonly string[] = []): string {
  const known = secrets
    .filter((secret) => secret.length >= minSecretLength)
    .flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
    .sort((a, b) => b.length - a.length);
  const without = known.reduce((left, secret) => left.replaceAll(secret, mask), text);
  return positions.reduce((left, position) => left.replace(position, `$1${mask}`), without);
}
