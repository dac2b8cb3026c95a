/** Reports what is wrong in the language files of the dashboard: messages that are malformed, missing, surplus, or have other placeholders. */
import { problemsInLanguages } from './dashboard/check-languages.ts';
import { languagesFolder } from './dashboard/language-files.ts';

const problems = problemsInLanguages(languagesFolder);
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
}
