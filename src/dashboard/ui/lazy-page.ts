import { type ComponentType, createElement, lazy } from 'react';

const patienceMilliseconds = 30_000;

/** The code of a page could not be loaded: the server is unreachable, or it has a newer version. */
export class PageUnreachable extends Error {
  /** Makes the next render load the page again. React retries a failed import several times before it reports the error. */
  readonly forget: () => void;

  constructor(cause: unknown, forget: () => void) {
    super('The page could not be loaded.', { cause });
    this.forget = forget;
  }
}

/** A page whose code is loaded on first use. Unlike React's `lazy`, it can recover from a failed load. */
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

/** Loads on the first call; the following calls share its result. After a failure, `PageUnreachable.forget` allows another try. */
export function loadOnce<Value>(load: () => Promise<Value>): () => Promise<Value> {
  let loading: Promise<Value> | null = null;
  return () => {
    loading ??= inTime(load()).catch((cause: unknown) => {
      throw new PageUnreachable(cause, () => {
        loading = null;
      });
    });
    return loading;
  };
}

function inTime<Value>(promise: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The request timed out.')), patienceMilliseconds);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
