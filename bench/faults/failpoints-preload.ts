/** Loaded before a part of the platform: the points of failpoints.ts that lie in it. */
if (process.argv[2] === 'trainer') await import('./trainer-failpoints.ts');
else if (process.argv[2] === 'worker' || process.argv[2] === 'gateway') await import('./worker-failpoints.ts');

export {};
