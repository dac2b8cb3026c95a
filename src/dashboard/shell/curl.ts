/** The curl command of a request. No DOM, no React. */

export const tokenPlaceholder = 'YOUR_TOKEN';

/** Returns a command for a POSIX shell. A subscription is streamed as server-sent events. */
export function curlOf(url: string, query: string, variables: object): string {
  const isStream = /^\s*subscription\b/m.test(query);
  const lines = [
    `curl ${isStream ? '-N ' : ''}${quoted(url)}`,
    `-H ${quoted('Content-Type: application/json')}`,
    ...(isStream ? [`-H ${quoted('Accept: text/event-stream')}`] : []),
    `-H ${quoted(`Authorization: Bearer ${tokenPlaceholder}`)}`,
    `-d ${quoted(JSON.stringify({ query, variables }))}`,
  ];
  return lines.join(' \\\n  ');
}

/** Quotes a word for a shell: only a single quotation mark has a meaning between single quotation marks. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
