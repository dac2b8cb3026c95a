/** Bringing a model along: open an import, send its archive, read what came of it. */
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { authorize, type Viewer } from '../accounts/access.ts';
import { withLocalFile } from '../artifacts/local-copy.ts';
import { hashToken, limited, openTicket, type UploadTicket } from '../artifacts/upload.ts';
import { Conflict, InvalidData, InvalidInput, NotFound } from '../errors.ts';
import { longestName, nameFrom } from '../names.ts';
import type { ImportRepository } from './import-repository.ts';
import { type Imported, type ImportOptions, importOptionsSchema, type ModelImport } from './imported.ts';

const mostNames = 10_000;

export interface ImportInput extends ImportOptions {
  name: string;
  organizationId: string | null;
}

/** Reads an archive and tries its network out, where that can do no harm. @throws InvalidData naming what is wrong */
export type ReadArchive = (path: string, options: ImportOptions) => Promise<Imported>;

export type ImportService = ReturnType<typeof createImportService>;

export function createImportService(deps: {
  repository: ImportRepository;
  readArchive: ReadArchive;
  publicUrl: () => string;
  maxUploadBytes: number;
}) {
  const { repository, readArchive, maxUploadBytes } = deps;

  return {
    /** @throws InvalidInput, NotFound, Forbidden, Unauthenticated */
    async open(viewer: Viewer | null, input: ImportInput): Promise<{ import: ModelImport; upload: UploadTicket }> {
      const name = nameFrom(input.name);
      checkOptions(input);
      const organizationId = input.organizationId ?? viewer?.personalOrganizationId ?? '';
      const { userId } = authorize(viewer, 'write', organizationId);
      const { upload, tokenHash } = openTicket(`${deps.publicUrl()}/imports`, maxUploadBytes);
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
     * @throws NotFound (no such ticket), Conflict (used or expired), InvalidInput (empty), UploadTooLarge
     */
    async receive(token: string, body: Readable): Promise<ModelImport> {
      const waiting = await repository.byToken(hashToken(token));
      if (!waiting) throw new NotFound('There is no such upload.');
      if (waiting.state !== 'UPLOADING') throw new Conflict('This upload has been made already.');
      if (waiting.uploadExpiresAt < new Date()) {
        throw new Conflict('This upload link has expired. Open another with importModel.');
      }
      return withLocalFile(limited(body, maxUploadBytes), async (path) => {
        const { size } = await stat(path);
        if (size === 0) throw new InvalidInput('body', 'The upload is empty. Send the file as the request body.');
        const ended = await end(waiting, path);
        if (!ended) throw new Conflict('This upload has been made already.');
        return ended;
      });
    },

    /** @throws NotFound, Unauthenticated */
    async byId(viewer: Viewer | null, id: string): Promise<ModelImport> {
      const found = await repository.byId(id);
      if (!found) throw new NotFound('There is no such import.');
      authorize(viewer, 'read', found.organizationId);
      return found;
    },
  };

  async function end(waiting: ModelImport, path: string): Promise<ModelImport | null> {
    try {
      return await repository.ready(waiting, await readArchive(path, importOptionsSchema.parse(waiting.options)));
    } catch (error) {
      if (error instanceof InvalidData) return repository.rejected(waiting.id, error.message, error.location);
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
    throw new InvalidInput('input.target', `"${target}" is one of the columns that it is predicted from.`);
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
  for (const [index, name] of names.entries()) {
    checkName(name, `input.${field}.${index}`);
    if (names.indexOf(name) !== index) throw new InvalidInput(`input.${field}.${index}`, `"${name}" is named twice.`);
  }
}
