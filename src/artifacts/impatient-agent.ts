/**
 * Connections that do not wait for ever. The other side may be gone without a word (its machine lost power, a network forgot the
 * connection), and whoever waits for an answer then sends nothing that could come back as an error.
 */
import http from 'node:http';
import https from 'node:https';

/**
 * @param milliseconds without a byte in either direction after which a connection is broken
 * @param ca certificates of the authorities to trust; absent: those that Node trusts
 */
export function createImpatientAgent(protocol: string, milliseconds: number, ca?: string[]): http.Agent {
  const options = { keepAlive: true, timeout: milliseconds };
  const agent = protocol === 'https:' ? new https.Agent({ ...options, ...(ca && { ca }) }) : new http.Agent(options);
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, done) => {
    const socket = connect(options, done);
    const error = Object.assign(new Error(`Nothing was heard for ${milliseconds / 1000} s.`), { code: 'ETIMEDOUT' });
    socket?.on('timeout', () => socket.destroy(error));
    return socket;
  };
  return agent;
}
