/**
 * Maps stack traces of the compiled program to its sources. Node's --enable-source-maps does this too, but parses the source map
 * of every package at start, which is a sixth of the start time of a gateway. Here a map is read when a stack is first accessed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapping } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Makes stack traces show source positions instead of build positions. Has no effect when the sources run directly. */
export function showSourcePositions(): void {
  const maps = new Map<string, SourceMap | null>();
  const mapOf = (url: string) => {
    const map = maps.get(url) ?? readMap(url);
    maps.set(url, map);
    return map;
  };
  Error.prepareStackTrace = (error, frames) =>
    [error, ...frames.map((frame) => `    at ${withSourcePosition(frame, mapOf)}`)].join('\n');
}

function withSourcePosition(frame: NodeJS.CallSite, mapOf: (url: string) => SourceMap | null): string {
  const [url, line, column] = [frame.getFileName(), frame.getLineNumber(), frame.getColumnNumber()];
  if (!url || !line || !column) return String(frame);
  const entry = mapOf(url)?.findEntry(line - 1, column - 1);
  if (!entry || !isMapped(entry)) return String(frame);
  const source = resolve(import.meta.dirname, entry.originalSource);
  const position = `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  return String(frame).replace(`${url}:${line}:${column}`, position);
}

function isMapped(entry: object): entry is SourceMapping {
  return 'originalSource' in entry;
}

function readMap(url: string): SourceMap | null {
  if (!url.startsWith('file:')) return null;
  const path = `${fileURLToPath(url)}.map`;
  if (!path.startsWith(import.meta.dirname) || !existsSync(path)) return null;
  return new SourceMap(JSON.parse(readFileSync(path, 'utf8')));
}
