/** The texts of the dashboard as its pages have them, without the build. */
import { languagesFolder, pathOf, readLanguage } from '../../scripts/dashboard/language-files.ts';
import { compileRooms } from '../../scripts/dashboard/texts-plugin.ts';
import type { PageTexts, ShellTexts } from '../../src/dashboard/i18n/generated.ts';
import { createTexts } from '../../src/dashboard/i18n/texts.ts';

export function textsOf(tag: string): ShellTexts & PageTexts {
  const { shell, pages } = readLanguage(pathOf(languagesFolder, tag));
  return createTexts(tag, { ...compileRooms(shell), ...compileRooms(pages) });
}
