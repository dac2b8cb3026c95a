/** Preloaded into each part of the platform: installs the failpoints of failpoints.ts that belong to it. */
if (process.argv[2] === 'trainer') await import('./trainer-failpoints.ts');
else if (process.argv[2] === 'worker' || process.argv[2] === 'gateway') await import('./worker-failpoints.ts');

export {};
