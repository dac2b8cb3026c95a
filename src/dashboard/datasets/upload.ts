/** Sends bytes to where `createDataset` said. `fetch` cannot tell how far an upload is: this is what XMLHttpRequest is for. */

import type { CreateDatasetMutation } from '../api/generated.ts';
import { here } from '../api/here.ts';

export type Ticket = Extract<CreateDatasetMutation['createDataset'], { __typename: 'CreateDatasetPayload' }>['upload'];

/** The server did not take the bytes. */
export class UploadRefused extends Error {
  /** @param message what the server says; empty: it was not reached */
  constructor(message: string) {
    super(message);
    this.name = 'UploadRefused';
  }
}

/** @throws UploadRefused, and what `signal` was aborted with */
export function send(
  { url, method, headers }: Ticket,
  body: Blob,
  { signal, onProgress }: { signal: AbortSignal; onProgress(sent: number): void },
): Promise<void> {
  // Whoever serves this page takes its uploads, also where it is reached by another name than its public one.
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    signal.addEventListener('abort', stop);
    request.upload.onprogress = ({ loaded }) => onProgress(loaded);
    request.onloadend = () => {
      signal.removeEventListener('abort', stop);
      if (signal.aborted) reject(signal.reason);
      else if (request.status >= 200 && request.status < 300) resolve();
      else reject(new UploadRefused(messageOf(request.responseText)));
    };
    request.open(method, here(url));
    for (const { name, value } of headers) request.setRequestHeader(name, value);
    request.send(body);
  });
}

function messageOf(answer: string): string {
  try {
    const message: unknown = JSON.parse(answer).error?.message;
    return typeof message === 'string' ? message : '';
  } catch {
    return '';
  }
}
