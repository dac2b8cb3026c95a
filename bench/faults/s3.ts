/** A cluster whose artifacts lie in a real S3 server, where the machine has one. */
import { existsSync } from 'node:fs';
import { installHint } from '../../test/support/s3-server.ts';
import type { ClusterOptions } from './cluster.ts';

export const storeCluster: ClusterOptions = { gateways: 2, workers: 3, store: 's3' };

export function withoutS3(): string | null {
  return existsSync('/usr/bin/swift-proxy-server') ? null : `no S3 server on this machine: ${installHint}`;
}
