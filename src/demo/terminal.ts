/** Terminal output of the demo: a progress bar and a confusion matrix. Written to `out`, so that stdout can be used for JSON. */
export interface Screen {
  line(text: string): void;
  /** Draws a progress bar: in place on a terminal, otherwise one line for every 10%. */
  progress(fraction: number, text: string): void;
}

const barWidth = 32;

export function createScreen(out: NodeJS.WriteStream): Screen {
  let drawn = false;
  let tenths = -1;
  return {
    line(text) {
      out.write(`${drawn ? '\n' : ''}${text}\n`);
      drawn = false;
    },
    progress(fraction, text) {
      const done = Math.round(fraction * barWidth);
      const bar = `  [${'█'.repeat(done)}${'░'.repeat(barWidth - done)}] ${String(Math.round(fraction * 100)).padStart(3)}%  ${text}`;
      if (out.isTTY) {
        out.write(`\r${bar.slice(0, (out.columns ?? 100) - 1).padEnd((out.columns ?? 100) - 1)}`);
        drawn = true;
      } else if (Math.floor(fraction * 10) !== tenths) {
        tenths = Math.floor(fraction * 10);
        out.write(`${bar}\n`);
      }
    },
  };
}

/** Formats a confusion matrix. Rows are true classes, columns are predicted classes. */
export function confusionTable(classes: string[], matrix: number[][]): string {
  const width =
    Math.max(...classes.map(({ length }) => length), ...matrix.flat().map((count) => String(count).length)) + 1;
  const row = (cells: (string | number)[]) => cells.map((cell) => String(cell).padStart(width)).join('');
  const lines = matrix.map((counts, index) => `  ${(classes[index] ?? '').padStart(width)} │${row(counts)}`);
  return [
    `  ${' '.repeat(width)} │${row(classes)}`,
    `  ${'─'.repeat(width)}─┼${'─'.repeat(width * classes.length)}`,
    ...lines,
  ].join('\n');
}
