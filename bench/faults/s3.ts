/** A cluster with a real S3 server as its store, if one is installed. */
import { existsSync } from 'node:fs';
import { installHint } from '../../test/support/s3-server.ts';
import type { ClusterOptions } from './cluster.ts';

export const storeCluster: ClusterOptions = { gateways: 2, workers: 3, store: 's3' };

export function s3UnavailableReason(): string | null {
  return existsSync('/usr/bin/swift-proxy-server') ? null : `no S3 server is installed: ${installHint}`;
}
