/**
 * Initial content of GraphiQL: a tour of the API, operation by operation, with every mutation and subscription. Tests run all of
 * them. tour.js fills in their variables.
 */
import { readFileSync } from 'node:fs';

const read = (name: string) => readFileSync(new URL(`examples/${name}.graphql`, import.meta.url), 'utf8');

export const exampleOperations = ['work', 'team'].map(read).join('\n');
