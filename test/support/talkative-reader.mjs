/** A compromised reader of uploads: it responds correctly, and for the upload "late" sends a second, unsolicited result. */
const result = { kind: 'rejected', reason: 'read', location: null };
const ready = { kind: 'ready', format: 'CSV', profile: { kind: 'table', rowCount: 0, columns: [], preview: [] } };

/** @param {unknown} message */
const say = (message) => process.send?.(message);
process.on('message', (message) => {
  const { artifactKey } = /** @type {{ artifactKey: string }} */ (message);
  say({ type: 'done', result: artifactKey.includes('rejected') ? result : ready });
  if (artifactKey.includes('late')) setImmediate(() => say({ type: 'done', result }));
});
process.on('disconnect', () => process.exit(0));
say({ type: 'ready' });
