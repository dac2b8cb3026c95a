/** Imports models: opens an import, receives its archive, and returns its state. */

import { stat } from 'node:fs/promises';
import { authorize, readable, requireViewer, type Viewer } from '../accounts/access.ts';
import type { MembershipService } from '../accounts/membership-service.ts';
import { storeWithRecord } from '../artifacts/artifact-lock.ts';
import { withLocalFile } from '../artifacts/local-copy.ts';
import {
  createUploadTicket,
  hashToken,
  limitBytes,
  renewing,
  type Upload,
  type UploadLimits,
  type UploadTicket,
} from '../artifacts/upload.ts';
import type { Transaction } from '../database/client.ts';
import { Conflict, Forbidden, InvalidData, InvalidInput, NotFound } from '../errors.ts';
import { maxNameLength, parseName } from '../names.ts';
import { quoted } from '../shared/quote.ts';
import { type ImportedModel, type ImportOptions, importOptionsSchema, type ModelImport } from './import-archive.ts';
import type { ImportRepository } from './import-repository.ts';

const maxNames = 10_000;

export interface ImportInput extends ImportOptions {
  name: string;
  organizationId: string | null;
}

type WaitingImport = ModelImport & { options: ImportOptions };

/** Reads an archive and tests its network in a sandbox. @throws InvalidData naming the problem, RateLimited */
export type ImportArchive = (archive: {
  organizationId: string;
  path: string;
  options: ImportOptions;
}) => Promise<ImportedModel>;

export type ImportService = ReturnType<typeof createImportService>;

export function createImportService(deps: {
  repository: ImportRepository;
  memberships: Pick<MembershipService, 'authorizeTicket'>;
  readArchive: ImportArchive;
  publicUrl: () => string;
  uploadLimits: UploadLimits;
}) {
  const { repository, memberships, readArchive, uploadLimits } = deps;

  return {
    /** @throws InvalidInput, NotFound, Forbidden, Unauthenticated */
    async open(viewer: Viewer | null, input: ImportInput): Promise<{ import: ModelImport; upload: UploadTicket }> {
      const organizationId = input.organizationId ?? viewer?.personalOrganizationId ?? '';
      const { userId } = authorize(viewer, 'write', organizationId);
      const name = parseName(input.name);
      checkOptions(input);
      const { upload, tokenHash } = createUploadTicket(`${deps.publicUrl()}/imports`, uploadLimits.maxBytes);
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
     * Receives the archive and imports the model. An invalid archive sets the state REJECTED, with the reason.
     * @throws NotFound (unknown ticket), Conflict (used or expired), Forbidden (its creator may no longer write), InvalidInput
     * (empty), UploadTooLarge, UploadStalled; RateLimited when too many imports are waiting: the ticket remains valid
     */
    async receive(token: string, upload: Upload): Promise<ModelImport> {
      const waiting = await repository.byToken(hashToken(token));
      if (!waiting) throw new NotFound('Upload not found. Open another with importModel.');
      const isLate = waiting.uploadExpiresAt < new Date();
      if (waiting.state === 'EXPIRED' || (waiting.state === 'UPLOADING' && isLate)) {
        throw new Conflict('The upload link has expired. Open another with importModel.');
      }
      if (waiting.state !== 'UPLOADING') throw new Conflict('The upload has already finished.');
      try {
        return await receiveArchive(waiting, upload);
      } catch (error) {
        if (error instanceof Forbidden) await repository.expireUpload(waiting.id);
        throw error;
      }
    },

    /** Expires the uploads that did not finish in time. */
    expireUploads: () => repository.expireUploads(),

    /** Returns, for each id, the import, or the error for it. @throws Unauthenticated */
    async byIds(viewer: Viewer | null, ids: readonly string[]): Promise<(ModelImport | Error)[]> {
      const present = requireViewer(viewer);
      const found = await repository.byIds(ids);
      return ids.map((id) => readable(present, found.get(id), 'import'));
    },
  };

  async function receiveArchive(waiting: WaitingImport, upload: Upload): Promise<ModelImport> {
    await memberships.authorizeTicket(waiting);
    const bytesOf = renewing(limitBytes(upload, uploadLimits), (end) => repository.renewUpload(waiting.id, end));
    return withLocalFile(bytesOf, async (path) => {
      const { size } = await stat(path);
      if (size === 0) throw new InvalidInput('body', 'The upload is empty. Send the file as the request body.');
      const finished = await finish(waiting, path);
      if (!finished) throw new Conflict('The upload has already finished.');
      return finished;
    });
  }

  async function finish(waiting: WaitingImport, path: string): Promise<ModelImport | null> {
    const check = (tx: Transaction) => memberships.authorizeTicket(waiting, tx);
    try {
      const { organizationId, options } = waiting;
      return await storeWithRecord({
        put: () => readArchive({ organizationId, path, options }),
        record: (imported) => repository.markReady(waiting, imported, check),
        discard: ({ artifactKey }) => repository.discardArtifact(artifactKey),
      });
    } catch (error) {
      if (error instanceof InvalidData)
        return repository.markRejected(waiting.id, error.message, error.location, check);
      throw error;
    }
  }
}

function checkOptions({ objective, classes, columns, target, pixelRange }: ImportOptions): void {
  checkNames(columns, 'columns', 1);
  checkNames(classes, 'classes', 2);
  if (objective === 'CLASSIFICATION' && !classes) {
    throw new InvalidInput(
      'input.classes',
      'A classification requires the class names, in the order of the outputs. Set `classes`.',
    );
  }
  if (objective !== 'CLASSIFICATION' && classes) {
    throw new InvalidInput('input.classes', `A model for ${objective} has no classes. Omit \`classes\`.`);
  }
  if (objective === 'REGRESSION' && !columns) {
    throw new InvalidInput(
      'input.columns',
      'A regression requires the columns of a table, in the order of the inputs. Set `columns`.',
    );
  }
  if (target !== null && (!columns || objective === 'DIMENSIONALITY_REDUCTION')) {
    throw new InvalidInput(
      'input.target',
      'Only a model that predicts a column of a table has a target. Omit `target`.',
    );
  }
  if (target !== null) assertName(target, 'input.target');
  if (target !== null && columns?.includes(target)) {
    throw new InvalidInput(
      'input.target',
      `The target ${quoted(target)} is also an input column. Remove it from \`columns\`.`,
    );
  }
  if (columns && pixelRange !== 'ZERO_TO_ONE') {
    throw new InvalidInput('input.pixelRange', 'A table has no pixels. Omit `pixelRange`.');
  }
}

/** Column and class names are not trimmed and may contain line breaks, because they must match the data. */
function assertName(name: string, field: string): void {
  if (name.length === 0 || name.length > maxNameLength || name.includes('\0')) {
    throw new InvalidInput(field, `A name must have 1 to ${maxNameLength} characters and no NUL.`);
  }
}

function checkNames(names: string[] | null, field: string, min: number): void {
  if (!names) return;
  if (names.length < min || names.length > maxNames) {
    throw new InvalidInput(`input.${field}`, `Provide ${min} to ${maxNames} names.`);
  }
  const named = new Set<string>();
  for (const [index, name] of names.entries()) {
    assertName(name, `input.${field}.${index}`);
    if (named.has(name)) throw new InvalidInput(`input.${field}.${index}`, `The name ${quoted(name)} appears twice.`);
    named.add(name);
  }
}
