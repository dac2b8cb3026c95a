import { type ComponentType, createElement, lazy } from 'react';

const patienceMilliseconds = 30_000;

/** The code of a page did not come: there is no connection, or the server has a newer one. */
export class PageUnreachable extends Error {
  /** The next time that the page is shown, it is fetched again. React asks for what failed more than once before it says so. */
  readonly forget: () => void;

  constructor(cause: unknown, forget: () => void) {
    super('The page could not be fetched.', { cause });
    this.forget = forget;
  }
}

/** A page that is fetched when somebody goes there. React's `lazy` by itself never gets over a failure. */
export function lazyPage<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): ComponentType<Props> {
  const make = () =>
    lazy(async () => {
      try {
        return await inTime(load());
      } catch (cause) {
        throw new PageUnreachable(cause, () => {
          Current = make();
        });
      }
    });
  let Current = make();
  return function Page(props: Props) {
    return createElement(Current, props);
  };
}

function inTime<Value>(promise: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('It took too long.')), patienceMilliseconds);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
