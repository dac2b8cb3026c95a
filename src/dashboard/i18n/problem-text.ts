/**
 * Error messages in the language of the page. Errors whose type alone does not say what happened keep the server's English
 * message.
 */
import type { Problem } from '../api/problems.ts';
import { common } from './common.ts';
import { useLanguage, useMessages } from './language.tsx';

const chinese: Readonly<Record<string, string>> = {
  InvalidCredentials: '用户名或密码错误。',
  UsernameTaken: '该用户名已被使用，请换一个。',
  Unauthenticated: '请先登录。',
  Forbidden: '您在此组织中的角色没有此权限。',
  NotFound: '未找到，或您无权访问。',
};

export function useProblemText(): (problem: Problem) => string {
  const say = useMessages(common);
  const { language } = useLanguage();
  return ({ __typename, message, retryAfter }) => {
    if (retryAfter !== undefined) return say.rateLimited(retryAfter);
    return (language === 'zh' && chinese[__typename]) || message;
  };
}
