/** Blanks for every setting of an S3 server that the environment may have: what a benchmark makes stays in its own folder. */
export function withoutS3(): Record<string, string> {
  const names = Object.keys(process.env).filter((name) => name.startsWith('AIAS_S3_'));
  return Object.fromEntries(names.map((name) => [name, '']));
}
