/** The types of the dashboard's texts, from the English messages. */
import { shapeOf } from './icu.ts';
import type { LanguageFile } from './language-files.ts';

/** Source of src/dashboard/i18n/generated.ts. */
export function textTypesOf(english: LanguageFile): string {
  return [
    '// Written by scripts/generate-dashboard-types.ts from src/dashboard/i18n/languages/en.json. Do not edit.',
    "import type { ReactNode } from 'react';",
    '',
    '/** Renders the text between a tag of a message and its end. */',
    'export type Wrap = (text: string) => ReactNode;',
    '',
    ...interfaceOf('ShellTexts', english.shell),
    '',
    ...interfaceOf('PageTexts', english.pages),
    '',
  ].join('\n');
}

const interfaceOf = (name: string, rooms: LanguageFile['shell']): string[] => [
  `export interface ${name} {`,
  ...Object.entries(rooms).flatMap(([room, messages]) => [
    `  ${room}: {`,
    ...Object.entries(messages).map(([key, message]) => `    ${nameOf(key)}: ${typeOf(message)};`),
    '  };',
  ]),
  '}',
];

const nameOf = (key: string) => (/^\w+$/.test(key) ? key : `'${key}'`);

function typeOf(message: string): string {
  const { values, isRich } = shapeOf(message);
  if (values.size === 0) return 'string';
  const fields = [...values].map(([name, type]) => `${name}: ${type}`);
  return `(values: { ${fields.join('; ')} }) => ${isRich ? 'ReactNode' : 'string'}`;
}
