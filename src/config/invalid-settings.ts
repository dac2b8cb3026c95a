/** Explains what is wrong with the settings, without their secrets. */
import { redact } from '../redact.ts';
import { descriptionOf } from './describe-config.ts';
import { type Environment, environmentSchema } from './environment-schema.ts';

/** Settings whose value is, or holds, a secret. */
const secretName = /_(DATABASE_URL|REDIS_URL|KEY|TOKEN)$/;

/** Escapes control characters, such as the CR of a file with Windows line ends. */
const escapeControls = (text: string) =>
  text.replaceAll('\r', '\\r').replace(/\p{Cc}/gu, (control) => encodeURIComponent(control));

/** Describes an invalid setting in one line without secrets. */
export function problemOf(name: string, message: string, environment: Record<string, string | undefined>): string {
  if (message.startsWith(name)) return message;
  // A password may contain any character, but ends before the last "@".
  const shown = (environment[name] ?? '').replace(/^([a-z][a-z0-9+.-]*:\/\/).*@/is, '$1[redacted]@');
  const assignment = secretName.test(name) ? name : `${name}=${escapeControls(redact(shown))}`;
  return `${assignment} is not valid: ${message}. ${descriptionOf(name)}`;
}

/**
 * Returns a sentence for every setting that the S3 store lacks, or for those that are set without a store.
 * @param present names of the variables that are set; the defaults of the others select no store
 */
export function missingStoreSettings(value: Environment, present: string[]): string[] {
  if (!value.AIAS_S3_ENDPOINT) {
    const own = Object.keys(environmentSchema.shape).filter((name) => name.startsWith('AIAS_S3_'));
    const unused = own.filter((name) => present.includes(name));
    if (unused.length === 0) return [];
    return [
      `AIAS_S3_ENDPOINT is not set, but ${unused.join(', ')} ${unused.length === 1 ? 'requires' : 'require'} it. Set it (for Amazon S3: https://s3.<region>.amazonaws.com), or remove ${unused.length === 1 ? 'that setting' : 'those settings'} to keep artifacts in AIAS_DATA_DIR.`,
    ];
  }
  const keys = ['AIAS_S3_ACCESS_KEY', 'AIAS_S3_SECRET_KEY'] as const;
  // Without keys, the S3 client requests those of an AWS role and misreads the response.
  return keys
    .filter((name) => !value[name])
    .map(
      (name) =>
        `${name} is not set, but AIAS_S3_ENDPOINT requires it. Keys of an AWS role are not fetched. ${descriptionOf(name)}`,
    );
}

/** Returns a sentence when a file of trusted documents is set that would not be used. */
export function missingTrustSettings({ AIAS_TRUSTED_DOCUMENTS, AIAS_TRUSTED_DOCUMENTS_FILE }: Environment): string[] {
  if (!AIAS_TRUSTED_DOCUMENTS_FILE || AIAS_TRUSTED_DOCUMENTS !== 'off') return [];
  return [
    'AIAS_TRUSTED_DOCUMENTS is off, but AIAS_TRUSTED_DOCUMENTS_FILE requires it. Set it to `allow` or `only`, or remove that setting.',
  ];
}
