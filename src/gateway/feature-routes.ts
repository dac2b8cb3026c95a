/** Routes of the features: uploads of datasets and models, downloads of models, predictions and sample images. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Upload, UploadStalled, UploadTooLarge } from '../artifacts/upload.ts';
import type { DatasetService } from '../datasets/dataset-service.ts';
import { NotFound } from '../errors.ts';
import { isUuid } from '../graphql/connection.ts';
import type { ImportService } from '../models/import-service.ts';
import type { ModelService } from '../models/model-service.ts';
import type { TaskService } from '../tasks/task-service.ts';
import { askForBody } from './http/body.ts';
import { type Route, sendJson } from './routes.ts';

export function featureRoutes(services: {
  datasets: DatasetService;
  models: ModelService;
  imports: ImportService;
  tasks: TaskService;
}): Route[] {
  return [
    {
      method: 'PUT',
      path: '/uploads/:token',
      handle: (request, response, { params }) =>
        receiveUpload(response, async () => {
          const { state, sizeBytes, sha256 } = await services.datasets.receiveUpload(
            params.token ?? '',
            uploadOf(request),
          );
          return { status: 200, body: { state, sizeBytes, sha256 } };
        }),
    },
    {
      method: 'PUT',
      path: '/imports/:token',
      handle: (request, response, { params }) =>
        receiveUpload(response, async () => {
          const { state, format, rejectionReason, rejectionLocation } = await services.imports.receive(
            params.token ?? '',
            uploadOf(request),
          );
          if (state === 'READY') return { status: 200, body: { state, format } };
          return { status: 422, body: { state, reason: rejectionReason, location: rejectionLocation } };
        }),
    },
    {
      method: 'GET',
      path: '/models/:versionId/download',
      async handle(request, response, { params, viewer }) {
        const { version, name, body } = await services.models.download(viewer, parseUuid(params.versionId));
        const file = `${name.replace(/[^\w.-]+/g, '-')}-v${version.version}.zip`;
        response.writeHead(200, {
          'Content-Type': 'application/zip',
          'Content-Length': String(version.sizeBytes),
          'Content-Disposition': `attachment; filename="${file}"`,
          ETag: `"${version.sha256}"`,
        });
        await sendBody(request, response, body);
      },
    },
    {
      method: 'GET',
      path: '/tasks/:taskId/predictions',
      async handle(request, response, { params, viewer }) {
        const body = await services.tasks.predictions(viewer, parseUuid(params.taskId));
        response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
        await sendBody(request, response, body);
      },
    },
    {
      method: 'GET',
      path: '/tasks/:taskId/samples/:sha256',
      async handle(request, response, { params, viewer }) {
        const body = await services.tasks.samples(viewer, parseUuid(params.taskId), parseSha256(params.sha256));
        // The URL has the hash of the content, so it never changes. Only the user's own browser may cache it.
        const headers = { 'Content-Type': 'image/png', 'Cache-Control': 'private, max-age=31536000, immutable' };
        response.writeHead(200, headers);
        await sendBody(request, response, body);
      },
    },
  ];
}

async function sendBody(request: IncomingMessage, response: ServerResponse, body: Readable): Promise<void> {
  if (request.method !== 'HEAD') return pipeline(body, response);
  body.destroy();
  response.end();
}

function uploadOf(request: IncomingMessage): Upload {
  const length = request.headers['content-length'];
  return {
    bytes: length === undefined ? null : Number(length),
    open() {
      askForBody(request);
      return request;
    },
  };
}

/** Receives an upload, and responds even when it fails midway. */
async function receiveUpload(
  response: ServerResponse,
  take: () => Promise<{ status: number; body: unknown }>,
): Promise<void> {
  try {
    const { status, body } = await take();
    sendJson(response, status, body);
  } catch (error) {
    if (error instanceof UploadTooLarge) return sendJson(response, 413, uploadError('TooLarge', error));
    if (error instanceof UploadStalled) return sendJson(response, 408, uploadError('UploadStalled', error));
    throw error;
  }
}

const uploadError = (code: string, { message }: Error) => ({ error: { code, message } });

function parseSha256(hash: string | undefined): string {
  if (hash && /^[0-9a-f]{64}$/.test(hash)) return hash;
  throw new NotFound('Not found.');
}

function parseUuid(id: string | undefined): string {
  if (id && isUuid(id)) return id;
  throw new NotFound('Not found.');
}
