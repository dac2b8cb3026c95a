/** The probes of the gateway: whether it runs, and whether it can serve. */
import { type Route, sendJson } from './routes.ts';

/** @param assertReady rejects with the reason while the gateway is not ready */
export function healthRoutes(assertReady: () => Promise<void>): Route[] {
  return [
    {
      method: 'GET',
      path: '/healthz',
      isPublic: true,
      handle: async (_, response) => sendJson(response, 200, { status: 'ok' }),
    },
    {
      method: 'GET',
      path: '/readyz',
      isPublic: true,
      async handle(_, response) {
        const problem = await assertReady().then(
          () => null,
          (error: Error) => error.message,
        );
        sendJson(response, problem ? 503 : 200, problem ? { status: 'unavailable', problem } : { status: 'ready' });
      },
    },
  ];
}
