/** An optional liveness endpoint for workers, which have no HTTP server otherwise. */
import { createServer } from 'node:http';

export interface HealthServer {
  port: number;
  close(): Promise<void>;
}

/**
 * Answers GET /healthz with 200 while the process is alive. It ignores the database on purpose: a worker that waits out an outage
 * must not be killed, because its computed work would be lost.
 * @param port 0 picks a free port
 */
export function startHealthServer(host: string, port: number): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const found = request.method === 'GET' && request.url === '/healthz';
    response.writeHead(found ? 200 : 404, { 'Content-Type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify({ status: found ? 'ok' : 'not found' }));
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve({
        port: typeof address === 'object' && address ? address.port : port,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}
