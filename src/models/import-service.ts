/** Bringing a model along: open an import, send its archive, read what came of it. */

import { stat } from 'node:fs/promises';
import { authorize, missing, requireViewer, type Viewer } from '../accounts/access.ts';
import type { MembershipService } from '../accounts/membership-service.ts';
import { withLocalFile } from '../artifacts/local-copy.ts';
import { storeWithRecord } from '../artifacts/reference.ts';
import {
  hashToken,
  limited,
  openTicket,
  renewing,
  type Upload,
  type UploadLimits,
  type UploadTicket,
} from '../artifacts/upload.ts';
import type { Transaction } from '../database/client.ts';
import { Conflict, Forbidden, InvalidData, InvalidInput, NotFound } from '../errors.ts';
import { longestName, nameFrom } from '../names.ts';
import { quoted } from '../text.ts';
import type { ImportRepository } from './import-repository.ts';
import { type Imported, type ImportOptions, importOptionsSchema, type ModelImport } from './imported.ts';

const mostNames = 10_000;

export interface ImportInput extends ImportOptions {
  name: string;
  organizationId: string | null;
}

/** Reads an archive and tries its network out, where that can do no harm. @throws InvalidData naming what is wrong, RateLimited */
export type ReadArchive = (archive: {
  organizationId: string;
  path: string;
  options: ImportOptions;
}) => Promise<Imported>;

export type ImportService = ReturnType<typeof createImportService>;

export function createImportService(deps: {
  repository: ImportRepository;
  memberships: Pick<MembershipService, 'authorizeTicket'>;
  readArchive: ReadArchive;
  publicUrl: () => string;
  uploadLimits: UploadLimits;
}) {
  const { repository, memberships, readArchive, uploadLimits } = deps;

  return {
    /** @throws InvalidInput, NotFound, Forbidden, Unauthenticated */
    async open(viewer: Viewer | null, input: ImportInput): Promise<{ import: ModelImport; upload: UploadTicket }> {
      const organizationId = input.organizationId ?? viewer?.personalOrganizationId ?? '';
      const { userId } = authorize(viewer, 'write', organizationId);
      const name = nameFrom(input.name);
      checkOptions(input);
      const { upload, tokenHash } = openTicket(`${deps.publicUrl()}/imports`, uploadLimits.maxBytes);
      const made = await repository.create({
        organizationId,
        name,
        options: importOptionsSchema.parse(input),
        uploadTokenHash: tokenHash,
        uploadExpiresAt: upload.expiresAt,
        createdBy: userId,
      });
      return { import: made, upload };
    },

    /**
     * Takes the archive and makes a model of it, or says why it cannot be one (state REJECTED).
     * @throws NotFound (no such ticket), Conflict (used or expired), Forbidden (who opened it may not write any more), InvalidInput
     * (empty), UploadTooLarge, UploadStalled; RateLimited when as many imports wait as may: the ticket stays good
     */
    async receive(token: string, upload: Upload): Promise<ModelImport> {
      const waiting = await repository.byToken(hashToken(token));
      if (!waiting) throw new NotFound('There is no such upload.');
      const isLate = waiting.uploadExpiresAt < new Date();
      if (waiting.state === 'EXPIRED' || (waiting.state === 'UPLOADING' && isLate)) {
        throw new Conflict('This upload link has expired. Open another with importModel.');
      }
      if (waiting.state !== 'UPLOADING') throw new Conflict('This upload has been made already.');
      try {
        return await take(waiting, upload);
      } catch (error) {
        if (error instanceof Forbidden) await repository.expireUpload(waiting.id);
        throw error;
      }
    },

    /** Ends the uploads that were never finished. */
    expireUploads: () => repository.expireUploads(),

    /** @throws NotFound, Unauthenticated */
    async byId(viewer: Viewer | null, id: string): Promise<ModelImport> {
      requireViewer(viewer);
      const found = await repository.byId(id);
      if (!found) throw missing('import');
      authorize(viewer, 'read', found.organizationId, 'import');
      return found;
    },
  };

  async function take(waiting: ModelImport, upload: Upload): Promise<ModelImport> {
    await memberships.authorizeTicket(waiting);
    const bytesOf = renewing(limited(upload, uploadLimits), (end) => repository.renewUpload(waiting.id, end));
    return withLocalFile(bytesOf, async (path) => {
      const { size } = await stat(path);
      if (size === 0) throw new InvalidInput('body', 'The upload is empty. Send the file as the request body.');
      const ended = await end(waiting, path);
      if (!ended) throw new Conflict('This upload has been made already.');
      return ended;
    });
  }

  async function end(waiting: ModelImport, path: string): Promise<ModelImport | null> {
    const check = (tx: Transaction) => memberships.authorizeTicket(waiting, tx);
    try {
      const { organizationId } = waiting;
      const options = importOptionsSchema.parse(waiting.options);
      return await storeWithRecord({
        put: () => readArchive({ organizationId, path, options }),
        record: (imported) => repository.ready(waiting, imported, check),
        discard: ({ artifactKey }) => repository.discardArtifact(artifactKey),
      });
    } catch (error) {
      if (error instanceof InvalidData) return repository.rejected(waiting.id, error.message, error.location, check);
      throw error;
    }
  }
}

function checkOptions({ objective, classes, columns, target, pixelRange }: ImportOptions): void {
  checkNames(columns, 'columns', 1);
  checkNames(classes, 'classes', 2);
  if (objective === 'CLASSIFICATION' && !classes) {
    throw new InvalidInput('input.classes', 'Name the classes in the order of the answers: the files do not tell.');
  }
  if (objective !== 'CLASSIFICATION' && classes) {
    throw new InvalidInput('input.classes', `A model for ${objective} has no classes. Leave \`classes\` out.`);
  }
  if (objective === 'REGRESSION' && !columns) {
    throw new InvalidInput(
      'input.columns',
      'A regression is made of a table: name its columns in the order of the inputs.',
    );
  }
  if (target !== null && (!columns || objective === 'DIMENSIONALITY_REDUCTION')) {
    throw new InvalidInput(
      'input.target',
      'Only a model that predicts a column of a table has a target. Leave it out.',
    );
  }
  if (target !== null) checkName(target, 'input.target');
  if (target !== null && columns?.includes(target)) {
    throw new InvalidInput('input.target', `${quoted(target)} is one of the columns that it is predicted from.`);
  }
  if (columns && pixelRange !== 'ZERO_TO_ONE') {
    throw new InvalidInput('input.pixelRange', 'A table has no pixels. Leave `pixelRange` out.');
  }
}

/** The names of columns and classes are taken as they are, line breaks and all: the data says them so. */
function checkName(name: string, field: string): void {
  if (name.length === 0 || name.length > longestName || name.includes('\0')) {
    throw new InvalidInput(field, `A name has 1 to ${longestName} characters, and no NUL.`);
  }
}

function checkNames(names: string[] | null, field: string, least: number): void {
  if (!names) return;
  if (names.length < least || names.length > mostNames) {
    throw new InvalidInput(`input.${field}`, `Give ${least} to ${mostNames} names.`);
  }
  const named = new Set<string>();
  for (const [index, name] of names.entries()) {
    checkName(name, `input.${field}.${index}`);
    if (named.has(name)) throw new InvalidInput(`input.${field}.${index}`, `${quoted(name)} is named twice.`);
    named.add(name);
  }
}
