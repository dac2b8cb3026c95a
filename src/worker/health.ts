/** A worker has no web server; where one is wanted, this answers those who ask whether it lives. */
import { createServer } from 'node:http';

export interface HealthPort {
  port: number;
  close(): Promise<void>;
}

/**
 * Answers GET /healthz with 200. The supervisor never computes, so it answers whenever it lives, and it says nothing of the
 * database: a worker that waits for that must not be killed, since what it computes would be lost.
 * @param port 0 takes a free one
 */
export function openHealthPort(host: string, port: number): Promise<HealthPort> {
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
