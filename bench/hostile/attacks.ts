/** All attacks of the benchmark. */
import type { Attack } from './attack.ts';
import { aliases } from './attacks/aliases.ts';
import { connections } from './attacks/connections.ts';
import { documents } from './attacks/documents.ts';
import { introspection } from './attacks/introspection.ts';
import { logins } from './attacks/logins.ts';
import { predictions } from './attacks/predictions.ts';
import { readers } from './attacks/readers.ts';
import { uploads } from './attacks/uploads.ts';

export const attacks: readonly Attack[] = [
  aliases,
  introspection,
  documents,
  logins,
  uploads,
  predictions,
  connections,
  readers,
];
