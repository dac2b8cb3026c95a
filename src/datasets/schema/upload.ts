/** GraphQL types of an upload, which datasets and model imports share. */
import type { UploadTicket } from '../../artifacts/upload.ts';
import { builder } from '../../graphql/builder.ts';

const HeaderRef = builder.objectRef<{ name: string; value: string }>('HttpHeader').implement({
  description: 'An HTTP request header.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the header.' }),
    value: t.exposeString('value', { description: 'Value of the header.' }),
  }),
});

export const UploadRef = builder.objectRef<UploadTicket>('Upload').implement({
  description: 'Upload target for a file. Works with any HTTP client, for example `curl -T data.csv <url>`.',
  fields: (t) => ({
    url: t.exposeString('url', { description: 'Upload URL. Contains a secret and can be used once.' }),
    method: t.string({ description: 'HTTP method of the upload.', resolve: ({ method }) => method }),
    headers: t.field({
      type: [HeaderRef],
      description: 'Headers to send with the upload.',
      resolve: ({ headers }) => headers,
    }),
    maxBytes: t.expose('maxBytes', { type: 'BigInt', description: 'Maximum size of the file in bytes.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'Time until which the upload must start.',
    }),
  }),
});
