/**
 * Error messages in the language of the page. Errors whose type alone does not say what happened keep the server's English
 * message.
 */
import type { Problem } from '../api/problems.ts';
import { useMessages, useShellLanguage } from './language.tsx';

export function useProblemText(): (problem: Problem) => string {
  const say = useMessages('common');
  const { problems } = useShellLanguage();
  return ({ __typename, message, retryAfter }) => {
    if (retryAfter !== undefined) return say.rateLimited({ seconds: retryAfter });
    return problems[__typename] ?? message;
  };
}
