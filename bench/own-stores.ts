/** Clears every S3 setting that the environment may have, so that a benchmark stores its artifacts in its own folder. */
export function withoutS3(): Record<string, string> {
  const names = Object.keys(process.env).filter((name) => name.startsWith('AIAS_S3_'));
  return Object.fromEntries(names.map((name) => [name, '']));
}
