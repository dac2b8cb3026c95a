/** A certificate authority and the certificates that it signs, created by openssl for one test. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Authority {
  /** Path of the authority's certificate. */
  file: string;
  /** @param names of the certificate, in openssl's syntax: "DNS:localhost". @returns paths of the certificate and its key */
  sign(name: string, names: string): { certificate: string; key: string };
}

export function createAuthority(folder: string, name = 'authority'): Authority {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.pem`,
    '-subj',
    `/CN=${name}`,
    '-days',
    '2',
  );
  return {
    file: join(folder, `${name}.pem`),
    sign(subject, names) {
      writeFileSync(join(folder, `${subject}.extensions`), `subjectAltName=${names}\n`);
      openssl('req', ...key, '-keyout', `${subject}.key`, '-out', `${subject}.csr`, '-subj', `/CN=${subject}`);
      const authority = ['-CA', `${name}.pem`, '-CAkey', `${name}.key`, '-CAcreateserial'];
      const request = ['-in', `${subject}.csr`, '-extfile', `${subject}.extensions`, '-days', '2', '-sha384'];
      openssl('x509', '-req', ...request, ...authority, '-out', `${subject}.pem`);
      return { certificate: join(folder, `${subject}.pem`), key: join(folder, `${subject}.key`) };
    },
  };
}
