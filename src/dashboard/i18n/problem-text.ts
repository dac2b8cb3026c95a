/** What went wrong, in the language of the page: where the kind of a problem says it all. Else the server's own words stand. */
import type { Problem } from '../api/problems.ts';
import { common } from './common.ts';
import { useLanguage, useMessages } from './language.tsx';

const chinese: Readonly<Record<string, string>> = {
  InvalidCredentials: '用户名或密码错误。',
  UsernameTaken: '该用户名已被使用，请换一个。',
  Unauthenticated: '请先登录。',
  Forbidden: '您在此组织中的角色不允许这样做。',
  NotFound: '它不存在，或您无权查看。',
};

export function useProblemText(): (problem: Problem) => string {
  const say = useMessages(common);
  const { language } = useLanguage();
  return ({ __typename, message, retryAfter }) => {
    if (retryAfter !== undefined) return say.rateLimited(retryAfter);
    return (language === 'zh' && chinese[__typename]) || message;
  };
}
