/** Rows of a time series as text with a header row, as copied from a spreadsheet. No DOM, no React. */

export interface SeriesText {
  header: string[];
  rows: string[][];
}

const lineOf = (cells: readonly string[]) =>
  cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');

export const writeSeries = ({ header, rows }: SeriesText): string => [header, ...rows].map(lineOf).join('\n');

/** Splits at tabs if the header contains one, otherwise at commas. */
export function readSeries(text: string): SeriesText {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const separator = lines[0]?.includes('\t') ? '\t' : ',';
  const [header = [], ...rows] = lines.map((line) => cellsOf(line, separator));
  return { header, rows };
}

function cellsOf(line: string, separator: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (character === '"' && isQuoted && line.charAt(at + 1) === '"') {
      cell += '"';
      at++;
    } else if (character === '"') isQuoted = !isQuoted;
    else if (character === separator && !isQuoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += character;
  }
  return [...cells, cell.trim()];
}
