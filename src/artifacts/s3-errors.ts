/** Explains in one line why an S3 server cannot be used, for the operator who configured it. */
import { InvalidConfiguration } from '../errors.ts';

interface Connection {
  endpoint: string;
  bucket: string;
  region: string;
  style: 'path' | 'virtual';
  /** Status of the HTTP response, if there was one. */
  status?: number | undefined;
}

type Explain = (connection: Connection, message: string) => string;

const unreachable: Explain = ({ endpoint }, message) =>
  `AIAS_S3_ENDPOINT: ${endpoint} does not respond (${message}). Check the host, the port and the network.`;
const untrusted: Explain = ({ endpoint }, message) =>
  `AIAS_S3_CA_FILE: the certificate of ${endpoint} is not trusted (${message}). Set it to the file of the certificate authority.`;
const wrongKeys: Explain = ({ endpoint }, message) =>
  `AIAS_S3_ACCESS_KEY, AIAS_S3_SECRET_KEY: ${endpoint} rejected the keys: ${message}. Check both.`;
const wrongToken: Explain = ({ endpoint }, message) =>
  `AIAS_S3_SESSION_TOKEN: ${endpoint} rejected the token: ${message}. Temporary keys expire. Create new keys and their token.`;
const wrongRegion: Explain = ({ endpoint, region }, message) =>
  `AIAS_S3_REGION: ${endpoint} does not serve the bucket in ${region}: ${message}. Set it to the region of the bucket.`;
const otherStyle: Explain = ({ endpoint, style }, message) =>
  `AIAS_S3_STYLE: ${endpoint} does not accept \`${style}\`-style requests: ${message}. Set AIAS_S3_STYLE=${other(style)}.`;
const notS3: Explain = ({ endpoint, status }, message) =>
  `AIAS_S3_ENDPOINT: ${endpoint} does not respond like an S3 server (${status === undefined ? message : statusText(status, message)}). Check the host and the port.`;

/** Formats a status. The client's default messages add nothing to the number, so they are omitted. */
function statusText(status: number, message: string): string {
  return /HTTP status|no reason given/.test(message) ? `HTTP status ${status}` : `HTTP status ${status}: ${message}`;
}

/** Explanations by error code of the S3 server, Node or the operating system. */
const explanations: Record<string, Explain> = {
  ECONNREFUSED: ({ endpoint }) =>
    `AIAS_S3_ENDPOINT: nothing listens at ${endpoint}. Start the S3 server, or correct the URL.`,
  ENOTFOUND: ({ endpoint, bucket, style }) =>
    style === 'virtual'
      ? `AIAS_S3_STYLE: the host ${bucket}.${new URL(endpoint).host} is unknown. Set AIAS_S3_STYLE=path, or correct AIAS_S3_ENDPOINT.`
      : `AIAS_S3_ENDPOINT: the host of ${endpoint} is unknown. Check the host name and the DNS settings of this machine.`,
  EAI_AGAIN: unreachable,
  ETIMEDOUT: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ECONNRESET: unreachable,
  EPROTO: ({ endpoint }) => `AIAS_S3_ENDPOINT: ${endpoint} does not use TLS. Start the URL with http://.`,
  HPE_INVALID_CONSTANT: notS3,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  CERT_HAS_EXPIRED: ({ endpoint }) =>
    `AIAS_S3_ENDPOINT: the certificate of ${endpoint} has expired. Renew it on that server.`,
  ERR_TLS_CERT_ALTNAME_INVALID: ({ endpoint, style }, message) =>
    `AIAS_S3_ENDPOINT: the certificate of ${endpoint} is for another host (${message}).${style === 'virtual' ? ' Use a certificate that covers bucket.host, or set AIAS_S3_STYLE=path.' : ''}`,
  InvalidAccessKeyId: wrongKeys,
  SignatureDoesNotMatch: wrongKeys,
  AccessDenied: ({ endpoint, bucket }, message) =>
    `AIAS_S3_BUCKET: ${endpoint} denies access to the bucket "${bucket}": ${message}. Check AIAS_S3_ACCESS_KEY and AIAS_S3_SECRET_KEY, and their permissions for the bucket.`,
  ExpiredToken: wrongToken,
  InvalidToken: wrongToken,
  TokenRefreshRequired: wrongToken,
  RequestTimeTooSkewed: ({ endpoint }) =>
    `AIAS_S3_ENDPOINT: the clocks of this machine and of ${endpoint} differ too much. Synchronize the clock of this machine (NTP).`,
  AuthorizationHeaderMalformed: wrongRegion,
  PermanentRedirect: ({ endpoint }, message) =>
    `AIAS_S3_ENDPOINT: ${endpoint} serves the bucket at another URL: ${message}. Check AIAS_S3_ENDPOINT, AIAS_S3_REGION and AIAS_S3_STYLE.`,
  TemporaryRedirect: wrongRegion,
  MovedPermanently: wrongRegion,
  IllegalLocationConstraintException: wrongRegion,
  InvalidLocationConstraint: wrongRegion,
  SecondLevelDomainForbidden: otherStyle,
  VirtualHostDomainForbidden: otherStyle,
  InvalidBucketName: ({ bucket }) =>
    `AIAS_S3_BUCKET: "${bucket}" is not a valid bucket name. Use 3 to 63 lowercase letters, digits, "-" and ".".`,
  InvalidBucketNameError: ({ bucket }) =>
    `AIAS_S3_BUCKET: "${bucket}" is not a valid bucket name. Use 3 to 63 lowercase letters, digits, "-" and ".".`,
  NoSuchBucket: ({ endpoint, bucket }) =>
    `AIAS_S3_BUCKET: there is no bucket "${bucket}" at ${endpoint}, and creating it failed. Create the bucket.`,
  BucketAlreadyExists: ({ bucket }) =>
    `AIAS_S3_BUCKET: the bucket "${bucket}" belongs to another account. Choose another name.`,
};

/** Turns an error of the first requests to an S3 server into a configuration error that names the setting to change. */
export function explainS3Error(error: unknown, connection: Connection): InvalidConfiguration {
  const { code, name, message } =
    error instanceof Error ? (error as Error & { code?: string }) : { message: String(error) };
  const reason = (message || code || 'no reason given').replace(/\s*\n\s*/g, ' ').replace(/\.$/, '');
  // Services use their own codes for a wrong style, but their messages mention it.
  const byMessage = /virtual[- ]?host|path[- ]style|second level domain/i.test(reason) ? otherStyle : undefined;
  const explain = byMessage ?? explanations[code ?? ''] ?? explanations[name ?? ''] ?? notS3;
  return new InvalidConfiguration(explain(connection, reason));
}

function other(style: Connection['style']): Connection['style'] {
  return style === 'path' ? 'virtual' : 'path';
}
