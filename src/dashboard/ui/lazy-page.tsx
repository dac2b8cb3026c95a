import { type ComponentType, lazy } from 'react';

const patienceMilliseconds = 30_000;

/** The code of a page did not come: there is no connection, or the server has a newer one. */
export class PageUnreachable extends Error {}

/** A page that is fetched when somebody goes there. Unlike React's `lazy` by itself, it is fetched again after it could not be. */
export function lazyPage<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): ComponentType<Props> {
  const make = () =>
    lazy(async () => {
      try {
        return await inTime(load());
      } catch (cause) {
        Current = make();
        throw new PageUnreachable('The page could not be fetched.', { cause });
      }
    });
  let Current = make();
  return function Page(props: Props) {
    return <Current {...props} />;
  };
}

function inTime<Value>(promise: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('It took too long.')), patienceMilliseconds);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
