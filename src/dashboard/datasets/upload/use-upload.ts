/** One upload, from the first byte until ingestion has finished. */
import { useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import { useLocation } from 'wouter';
import { CreateDatasetDocument, DatasetStateDocument } from '../../api/generated.ts';
import { problemOf } from '../../api/problems.ts';
import { useSession } from '../../session.tsx';
import { send, UploadRefused } from './upload.ts';
import type { Watch } from './zip.ts';

const pollMilliseconds = 500;

export type Stage =
  | { at: 'start' }
  | { at: 'packing' | 'sending'; done: number; total: number; secondsLeft: number | null }
  | { at: 'reading' }
  | { at: 'rejected'; reason: string; location: string | null }
  /** `field` is the name in the API. An empty message means that the server was not reached. */
  | { at: 'failed'; message: string; field: string | null };

export interface Given {
  name: string;
  /** The dataset that gets a new version. */
  datasetId?: string | undefined;
  isText?: boolean;
  /** Approximate number of bytes to compress. */
  bytes: number;
  content(watch: Watch): Promise<Blob>;
}

class Stopped extends Error {
  readonly stage: Stage;
  constructor(stage: Stage) {
    super(stage.at);
    this.stage = stage;
  }
}

export function useUpload(): { stage: Stage; begin(given: Given): void; cancel(): void } {
  const [stage, setStage] = useState<Stage>({ at: 'start' });
  const [, navigate] = useLocation();
  const { organization } = useSession();
  const client = useClient();
  const running = useRef<AbortController | null>(null);
  // A failed attempt has already created the dataset, so the next attempt adds a version to it.
  const opened = useRef<{ id: string; name: string } | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function open({ name, datasetId, isText }: Given) {
    const again = opened.current?.name === name ? opened.current.id : undefined;
    const input = {
      name,
      organizationId: organization.id,
      datasetId: datasetId ?? again,
      format: isText ? ('TEXT' as const) : null,
    };
    const { data, error } = await client.mutation(CreateDatasetDocument, { input }).toPromise();
    if (!data)
      throw new Stopped({ at: 'failed', message: error?.networkError ? '' : (error?.message ?? ''), field: null });
    const result = data.createDataset;
    if (result.__typename !== 'CreateDatasetPayload') {
      const problem = problemOf(result);
      throw new Stopped({ at: 'failed', message: problem?.message ?? '', field: problem?.field ?? null });
    }
    opened.current = { id: result.dataset.id, name };
    return result;
  }

  /** Waits until the version is READY. */
  async function follow(id: string, signal: AbortSignal) {
    for (;;) {
      const { data, error } = await client
        .query(DatasetStateDocument, { id }, { requestPolicy: 'network-only' })
        .toPromise();
      signal.throwIfAborted();
      const latest = data?.node?.__typename === 'Dataset' ? data.node.latestVersion : null;
      if (!latest)
        throw new Stopped({ at: 'failed', message: error?.networkError ? '' : (error?.message ?? ''), field: null });
      if (latest.state === 'READY') return;

      if (latest.state === 'REJECTED') {
        const { reason = '', location = null } = latest.rejection ?? {};
        throw new Stopped({ at: 'rejected', reason, location });
      }
      await new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
    }
  }

  async function run(given: Given, signal: AbortSignal) {
    const show = (next: Stage) => {
      if (!signal.aborted) setStage(next);
    };
    const meter = (at: 'packing' | 'sending', total: number) => {
      const began = performance.now();
      show({ at, done: 0, total, secondsLeft: null });
      return (done: number) => {
        const seconds = (performance.now() - began) / 1000;
        // The first moments are not representative of the speed.
        const secondsLeft = done > 0 && seconds > 1 ? (seconds / done) * (total - done) : null;
        show({ at, done: Math.min(done, total), total, secondsLeft });
      };
    };
    try {
      const body = await given.content({ signal, onProgress: meter('packing', given.bytes) });
      signal.throwIfAborted();
      const { dataset, upload } = await open(given);
      if (body.size > upload.maxBytes) throw new Stopped({ at: 'failed', message: '', field: 'maxBytes' });
      await send(upload, body, { signal, onProgress: meter('sending', body.size) });
      show({ at: 'reading' });
      await follow(dataset.id, signal);
      navigate(`/datasets/${encodeURIComponent(dataset.id)}`);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof Stopped) show(error.stage);
      else if (error instanceof UploadRefused) show({ at: 'failed', message: error.message, field: null });
      // A file that was moved or changed since it was chosen cannot be read.
      else show({ at: 'failed', message: '', field: 'content' });
    }
  }

  return {
    stage,
    begin(given) {
      running.current?.abort();
      running.current = new AbortController();
      void run(given, running.current.signal);
    },
    cancel() {
      running.current?.abort();
      setStage({ at: 'start' });
    },
  };
}
