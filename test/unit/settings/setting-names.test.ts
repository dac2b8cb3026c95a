import { expect, test } from 'vitest';
import { parseConfig, settingWarnings } from '../../../src/config/config.ts';

/** Returns the variables that Kubernetes sets for a Service of this name. */
function linksOf(service: string, port: number): Record<string, string> {
  const name = service.toUpperCase().replaceAll('-', '_');
  const address = `tcp://10.96.0.12:${port}`;
  return {
    [`${name}_SERVICE_HOST`]: '10.96.0.12',
    [`${name}_SERVICE_PORT`]: String(port),
    [`${name}_SERVICE_PORT_HTTP`]: String(port),
    [`${name}_PORT`]: address,
    [`${name}_PORT_${port}_TCP`]: address,
    [`${name}_PORT_${port}_TCP_PROTO`]: 'tcp',
    [`${name}_PORT_${port}_TCP_PORT`]: String(port),
    [`${name}_PORT_${port}_TCP_ADDR`]: '10.96.0.12',
  };
}

test.each(['aias-gateway', 'aias', 'aias-worker-health', 'aias-s3', 'aias-database'])(
  'the service links of a Service named %s neither stop a start nor change a setting',
  (service) => {
    const environment = linksOf(service, 4000);
    expect(parseConfig(environment)).toEqual(parseConfig({}));
    expect(settingWarnings(environment)).toEqual([]);
  },
);

test('reads a port that is set in addition to service links', () => {
  expect(parseConfig({ ...linksOf('aias-gateway', 80), AIAS_PORT: '4100' }).port).toBe(4100);
});

test.each([
  ['AIAS_PROT', 'AIAS_PORT'],
  ['AIAS_DATABSE_URL', 'AIAS_DATABASE_URL'],
  ['AIAS_S3_ACCESSKEY', 'AIAS_S3_ACCESS_KEY'],
  ['AIAS_WORKER_COUNT_SLOTS', 'AIAS_WORKER_SLOTS'],
  ['aias_log_level', 'AIAS_LOG_LEVEL'],
])('warns about %s and suggests %s', (name, nearest) => {
  const environment = { [name]: 'S3cret' };
  expect(parseConfig(environment)).toEqual(parseConfig({}));
  expect(settingWarnings(environment)).toEqual([`${name} is not a setting. Did you mean ${nearest}?`]);
});
