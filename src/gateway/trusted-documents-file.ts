/** Reads files of trusted documents: JSON objects of documents by their SHA-256 hash, as GraphQL Code Generator writes them. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { InvalidConfiguration } from '../errors.ts';
import { sha256 } from './trusted-documents.ts';

const fileSchema = z.record(z.string(), z.string());

/** @throws InvalidConfiguration when the file cannot be read, or a hash is not that of its document */
export async function readTrustedDocuments(path: string): Promise<Map<string, string>> {
  const documents = parseFile(path, await readFile(path, 'utf8').catch((error: Error) => invalid(path, error.message)));
  return new Map(
    Object.entries(documents).map(([key, text]) => {
      const hash = sha256(text);
      if (key.replace(/^sha256:/, '').toLowerCase() === hash) return [hash, text];
      return invalid(path, `the SHA-256 hash of the document under "${key.slice(0, 100)}" is ${hash}`);
    }),
  );
}

function parseFile(path: string, text: string): Record<string, string> {
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof SyntaxError ? error.message : 'it must be an object of documents by their hash';
    return invalid(path, reason);
  }
}

function invalid(path: string, reason: string): never {
  throw new InvalidConfiguration(
    `AIAS_TRUSTED_DOCUMENTS_FILE=${path} cannot be used: ${reason}. Write it with \`persistedDocuments: { hashAlgorithm: "sha256" }\` of GraphQL Code Generator.`,
  );
}
