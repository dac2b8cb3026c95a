/** Uploads a file to the URL from `createDataset`. Uses XMLHttpRequest, because `fetch` does not report upload progress. */

import type { CreateDatasetMutation } from '../../api/generated.ts';
import { here } from '../../api/here.ts';

export type Ticket = Extract<CreateDatasetMutation['createDataset'], { __typename: 'CreateDatasetPayload' }>['upload'];

/** The server did not accept the upload. */
export class UploadRefused extends Error {
  /** @param message error message of the server; empty when it was not reached */
  constructor(message: string) {
    super(message);
    this.name = 'UploadRefused';
  }
}

/** @throws UploadRefused, and the reason with which `signal` was aborted */
export function send(
  { url, method, headers }: Ticket,
  body: Blob,
  { signal, onProgress }: { signal: AbortSignal; onProgress(sent: number): void },
): Promise<void> {
  // Uploads go to the origin of this page, which may differ from the public URL of the server.
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
