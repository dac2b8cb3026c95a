/** The routes of the features: sending a dataset's bytes, taking a model or predictions along. */
import { pipeline } from 'node:stream/promises';
import { type DatasetService, UploadTooLarge } from '../datasets/dataset-service.ts';
import { NotFound } from '../errors.ts';
import { isUuid } from '../graphql/connection.ts';
import type { ModelService } from '../models/model-service.ts';
import type { TaskService } from '../tasks/task-service.ts';
import { type Route, sendJson } from './routes.ts';

export function featureRoutes(services: {
  datasets: DatasetService;
  models: ModelService;
  tasks: TaskService;
}): Route[] {
  return [
    {
      method: 'PUT',
      path: '/uploads/:token',
      async handle(request, response, { params }) {
        try {
          const version = await services.datasets.receive(params.token ?? '', request);
          sendJson(response, 200, { state: version.state, bytes: version.bytes, sha256: version.sha256 });
        } catch (error) {
          // What the client still sends is thrown away, so that it gets to read the answer, and never taken for a request.
          response.setHeader('Connection', 'close');
          request.resume();
          if (!(error instanceof UploadTooLarge)) throw error;
          sendJson(response, 413, { error: { code: 'TooLarge', message: error.message } });
        }
      },
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
        if (request.method === 'HEAD') return void response.end();
        await pipeline(body, response);
      },
    },
    {
      method: 'GET',
      path: '/tasks/:taskId/predictions',
      async handle(_, response, { params, viewer }) {
        const body = await services.tasks.predictions(viewer, uuidOf(params.taskId));
        response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
        await pipeline(body, response);
      },
    },
  ];
}

function uuidOf(id: string | undefined): string {
  if (id && isUuid(id)) return id;
  throw new NotFound('There is nothing here.');
}
