/** The routes of the features: sending a dataset's bytes, taking a model or predictions along. */

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
import { askForBody } from './body.ts';
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
        receive(response, async () => {
          const { state, bytes, sha256 } = await services.datasets.receive(params.token ?? '', uploadOf(request));
          return { status: 200, body: { state, bytes, sha256 } };
        }),
    },
    {
      method: 'PUT',
      path: '/imports/:token',
      handle: (request, response, { params }) =>
        receive(response, async () => {
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
        const { version, name, body } = await services.models.download(viewer, uuidOf(params.versionId));
        const file = `${name.replace(/[^\w.-]+/g, '-')}-v${version.version}.zip`;
        response.writeHead(200, {
          'Content-Type': 'application/zip',
          'Content-Length': String(version.bytes),
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
        const body = await services.tasks.predictions(viewer, uuidOf(params.taskId));
        response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
        await sendBody(request, response, body);
      },
    },
    {
      method: 'GET',
      path: '/tasks/:taskId/samples/:sha256',
      async handle(request, response, { params, viewer }) {
        const body = await services.tasks.samples(viewer, uuidOf(params.taskId), sha256Of(params.sha256));
        // Its name is the hash of its bytes: it never changes. Only the person's own browser may keep it.
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

/** Takes an upload, and answers even when it breaks off in the middle. */
async function receive(
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

function sha256Of(hash: string | undefined): string {
  if (hash && /^[0-9a-f]{64}$/.test(hash)) return hash;
  throw new NotFound('There is nothing here.');
}

function uuidOf(id: string | undefined): string {
  if (id && isUuid(id)) return id;
  throw new NotFound('There is nothing here.');
}
