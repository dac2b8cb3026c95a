/**
 * An HTTP agent with an idle timeout. A peer can vanish without closing the connection (power loss, a dropped NAT entry), and a
 * client that only waits for a response never gets an error.
 */
import http from 'node:http';
import https from 'node:https';

/**
 * Creates the agent.
 * @param ms idle time in both directions after which a connection is closed
 * @param ca certificates of the trusted authorities. Default: those that Node trusts
 */
export function createIdleTimeoutAgent(protocol: string, ms: number, ca?: string[]): http.Agent {
  const options = { keepAlive: true, timeout: ms };
  const agent = protocol === 'https:' ? new https.Agent({ ...options, ...(ca && { ca }) }) : new http.Agent(options);
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, done) => {
    const socket = connect(options, done);
    const error = Object.assign(new Error(`The connection was idle for ${ms / 1000} s.`), { code: 'ETIMEDOUT' });
    socket?.on('timeout', () => socket.destroy(error));
    return socket;
  };
  return agent;
}
