/** Repeats an action while the page is visible. */
import { useEffect, useRef } from 'react';

export function useEvery(milliseconds: number, action: () => void): void {
  const latest = useRef(action);
  useEffect(() => {
    latest.current = action;
  });
  useEffect(() => {
    let timer: ReturnType<typeof setInterval> | undefined;
    const follow = () => {
      clearInterval(timer);
      if (document.visibilityState !== 'visible') return;
      latest.current();
      timer = setInterval(() => latest.current(), milliseconds);
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', follow);
    };
  }, [milliseconds]);
}
