/** A reverse proxy with nginx's defaults: it forwards the upstream server's Host header. */
import { once } from 'node:events';
import { createServer, request as send } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

export interface RewritingProxy {
  url: string;
  /** Sets the upstream server. */
  lead(url: string): void;
  close(): Promise<void>;
}

export async function startRewritingProxy(): Promise<RewritingProxy> {
  let behind = new URL('http://127.0.0.1:1');
  const server = createServer((incoming, response) => {
    const { method, url: path, headers } = incoming;
    const { hostname, port, host } = behind;
    const forwarded = send({ hostname, port, method, path, headers: { ...headers, host } }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    forwarded.on('error', () => response.destroy());
    incoming.pipe(forwarded);
  });
  server.on('upgrade', ({ method, url: path, headers }, client, head) => {
    const { hostname, port, host } = behind;
    const upstream = connect(Number(port), hostname, () => {
      const lines = Object.entries({ ...headers, host }).map(([name, value]) => `${name}: ${value}\r\n`);
      upstream.write(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server has no other kind of address
  return {
    url: `http://127.0.0.1:${port}`,
    lead(url) {
      behind = new URL(url);
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
