#!/usr/bin/env node
// @ts-check
// The sources are TypeScript; what runs is their build, which is made here if there is none of these sources.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { builtProgram } from './build.js';

const folder = await builtProgram().catch((error) => {
  console.error(error.cause ? error.message : error);
  process.exit(1);
});
await import(pathToFileURL(join(folder, 'cli.js')).href);
