/** Which formats hold a table, and reading them. */

import { readTable } from './csv.ts';
import type { DatasetFormat } from './dataset.ts';
import type { ReadOptions } from './ingestion.ts';
import type { Table } from './table.ts';
import { readTextFile, readTextFolder } from './texts.ts';

const tabular = ['CSV', 'TSV', 'TEXT', 'TEXT_FOLDER'] as const satisfies DatasetFormat[];
type TabularFormat = (typeof tabular)[number];

export function isTabular(format: DatasetFormat): format is TabularFormat {
  return tabular.some((one) => one === format);
}

/** @throws InvalidData naming the line or the entry */
export function readTabular(path: string, format: TabularFormat, options?: ReadOptions): Promise<Table> {
  if (format === 'TEXT') return readTextFile(path, options);
  return format === 'TEXT_FOLDER' ? readTextFolder(path, options) : readTable(path, format, options);
}
