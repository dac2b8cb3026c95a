/** Why an S3 server could not be used, as one line for the person who set its address and keys. */
import { InvalidConfiguration } from '../errors.ts';

interface Place {
  endpoint: string;
  bucket: string;
  region: string;
  style: 'path' | 'virtual';
  /** The HTTP answer's; absent when there was none. */
  status?: number | undefined;
}

type Explain = (place: Place, message: string) => string;

const unreachable: Explain = ({ endpoint }, message) =>
  `AIAS_S3_ENDPOINT: ${endpoint} does not answer (${message}). Check the host, the port and the network.`;
const untrusted: Explain = ({ endpoint }, message) =>
  `AIAS_S3_CA_FILE: the certificate of ${endpoint} is not trusted (${message}). Name the file of its authority.`;
const wrongKeys: Explain = ({ endpoint }, message) =>
  `AIAS_S3_ACCESS_KEY, AIAS_S3_SECRET_KEY: ${endpoint} refuses the keys: ${message}. Check both.`;
const wrongToken: Explain = ({ endpoint }, message) =>
  `AIAS_S3_SESSION_TOKEN: ${endpoint} refuses it: ${message}. Temporary keys expire: get new ones, with their token.`;
const wrongRegion: Explain = ({ endpoint, region }, message) =>
  `AIAS_S3_REGION: ${endpoint} does not serve the bucket in ${region}: ${message}. Set the region that the bucket is in.`;
const otherStyle: Explain = ({ endpoint, style }, message) =>
  `AIAS_S3_STYLE: ${endpoint} does not take requests in the style \`${style}\`: ${message}. Set AIAS_S3_STYLE=${other(style)}.`;
const notS3: Explain = ({ endpoint, status }, message) =>
  `AIAS_S3_ENDPOINT: ${endpoint} does not answer like an S3 server (${status === undefined ? message : statusText(status, message)}). Check the host and the port.`;

/** The client's own words about a status say no more than the number. */
function statusText(status: number, message: string): string {
  return /HTTP status|no reason is given/.test(message) ? `HTTP status ${status}` : `HTTP status ${status}: ${message}`;
}

/** By the code of the S3 server, of Node or of the system. */
const explanations: Record<string, Explain> = {
  ECONNREFUSED: ({ endpoint }) =>
    `AIAS_S3_ENDPOINT: nothing listens at ${endpoint}. Start the S3 server, or correct the address.`,
  ENOTFOUND: ({ endpoint, bucket, style }) =>
    style === 'virtual'
      ? `AIAS_S3_STYLE: the host ${bucket}.${new URL(endpoint).host} is unknown. Set AIAS_S3_STYLE=path, or correct AIAS_S3_ENDPOINT.`
      : `AIAS_S3_ENDPOINT: the host of ${endpoint} is unknown. Check its name, and the DNS of this machine.`,
  EAI_AGAIN: unreachable,
  ETIMEDOUT: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ECONNRESET: unreachable,
  EPROTO: ({ endpoint }) => `AIAS_S3_ENDPOINT: ${endpoint} does not speak TLS. Begin the address with http://.`,
  HPE_INVALID_CONSTANT: notS3,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  CERT_HAS_EXPIRED: ({ endpoint }) => `AIAS_S3_ENDPOINT: the certificate of ${endpoint} has expired. Renew it there.`,
  ERR_TLS_CERT_ALTNAME_INVALID: ({ endpoint, style }, message) =>
    `AIAS_S3_ENDPOINT: the certificate of ${endpoint} is for another host (${message}).${style === 'virtual' ? ' It must hold for bucket.host, or set AIAS_S3_STYLE=path.' : ''}`,
  InvalidAccessKeyId: wrongKeys,
  SignatureDoesNotMatch: wrongKeys,
  AccessDenied: ({ endpoint, bucket }, message) =>
    `AIAS_S3_BUCKET: ${endpoint} denies access to the bucket "${bucket}": ${message}. Check AIAS_S3_ACCESS_KEY and AIAS_S3_SECRET_KEY, and what they may do with the bucket.`,
  ExpiredToken: wrongToken,
  InvalidToken: wrongToken,
  TokenRefreshRequired: wrongToken,
  RequestTimeTooSkewed: ({ endpoint }) =>
    `AIAS_S3_ENDPOINT: the clocks of this machine and of ${endpoint} differ too much. Synchronise this machine's clock (NTP).`,
  AuthorizationHeaderMalformed: wrongRegion,
  PermanentRedirect: ({ endpoint }, message) =>
    `AIAS_S3_ENDPOINT: ${endpoint} serves the bucket at another address: ${message}. Check AIAS_S3_ENDPOINT, AIAS_S3_REGION and AIAS_S3_STYLE.`,
  TemporaryRedirect: wrongRegion,
  MovedPermanently: wrongRegion,
  IllegalLocationConstraintException: wrongRegion,
  InvalidLocationConstraint: wrongRegion,
  SecondLevelDomainForbidden: otherStyle,
  VirtualHostDomainForbidden: otherStyle,
  InvalidBucketName: ({ bucket }) =>
    `AIAS_S3_BUCKET: "${bucket}" is no name for a bucket: 3 to 63 small letters, digits, "-" and ".".`,
  InvalidBucketNameError: ({ bucket }) =>
    `AIAS_S3_BUCKET: "${bucket}" is no name for a bucket: 3 to 63 small letters, digits, "-" and ".".`,
  NoSuchBucket: ({ endpoint, bucket }) =>
    `AIAS_S3_BUCKET: there is no bucket "${bucket}" at ${endpoint}, and it could not be created. Create it.`,
  BucketAlreadyExists: ({ bucket }) =>
    `AIAS_S3_BUCKET: the bucket "${bucket}" belongs to another account. Choose another name.`,
};

/** What to tell about an error that the first requests to an S3 server met. */
export function explainS3Error(error: unknown, place: Place): InvalidConfiguration {
  const { code, name, message } =
    error instanceof Error ? (error as Error & { code?: string }) : { message: String(error) };
  const reason = (message || code || 'no reason is given').replace(/\s*\n\s*/g, ' ').replace(/\.$/, '');
  // Services have codes of their own for it, and say it in words.
  const byWords = /virtual[- ]?host|path[- ]style|second level domain/i.test(reason) ? otherStyle : undefined;
  const explain = byWords ?? explanations[code ?? ''] ?? explanations[name ?? ''] ?? notS3;
  return new InvalidConfiguration(explain(place, reason));
}

function other(style: Place['style']): Place['style'] {
  return style === 'path' ? 'virtual' : 'path';
}
