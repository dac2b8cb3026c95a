/** Formats that are read as a table, and their reader. */

import type { DatasetFormat } from '../dataset.ts';
import type { ReadOptions } from '../ingestion.ts';
import { readTable } from './csv.ts';
import type { Table } from './table.ts';
import { readTextFile, readTextFolder } from './texts.ts';

const tabularFormats = ['CSV', 'TSV', 'TEXT', 'TEXT_FOLDER'] as const satisfies DatasetFormat[];
type TabularFormat = (typeof tabularFormats)[number];

export function isTabular(format: DatasetFormat): format is TabularFormat {
  return tabularFormats.some((one) => one === format);
}

/** Reads a file of a tabular format into memory. @throws InvalidData naming the line or the entry */
export function readTabular(path: string, format: TabularFormat, options?: ReadOptions): Promise<Table> {
  if (format === 'TEXT') return readTextFile(path, options);
  return format === 'TEXT_FOLDER' ? readTextFolder(path, options) : readTable(path, format, options);
}
