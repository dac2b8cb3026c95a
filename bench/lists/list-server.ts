/** A server in a process of its own, and the load of its clients. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { modulePath } from '../runner-process.ts';

interface Answer {
  data?: { datasets: { nodes: object[]; pageInfo?: { endCursor: string | null } } } | null;
  errors?: unknown;
}

export interface ListServer {
  send(query: string, token: string): Promise<Answer>;
  /** Sends an operation again and again on each connection. Returns requests per second. */
  load(query: string, token: string, options: { seconds: number; connections: number }): Promise<number>;
  stop(): Promise<void>;
}

/** @param kind `ours` is the gateway, `stock` a plain graphql-yoga */
export async function startListServer(
  kind: 'ours' | 'stock',
  databaseUrl: string,
  folder: string,
): Promise<ListServer> {
  const child: ChildProcess = fork(modulePath(import.meta.url, 'list-runner.ts'), [kind, databaseUrl, folder], {
    execArgv: ['--import', 'tsx'],
  });
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  const agent = new Agent({ keepAlive: true });

  function post(query: string, token: string): Promise<string> {
    const body = JSON.stringify({ query });
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      authorization: `Bearer ${token}`,
    };
    return new Promise((resolve, reject) => {
      const sent = request(`${url}/graphql`, { method: 'POST', agent, headers }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(parts).toString();
          if (response.statusCode === 200) resolve(text);
          else reject(new Error(`${kind} responded with ${response.statusCode}: ${text}`));
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  return {
    send: async (query, token) => JSON.parse(await post(query, token)) as Answer,
    async load(query, token, { seconds, connections }) {
      const began = performance.now();
      let requests = 0;
      const repeat = async () => {
        for (; performance.now() - began < seconds * 1000; requests++) await post(query, token);
      };
      await Promise.all(Array.from({ length: connections }, repeat));
      return requests / ((performance.now() - began) / 1000);
    },
    async stop() {
      agent.destroy();
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    },
  };
}
