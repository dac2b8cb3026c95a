/** A page whose code failed to load, as React renders it. */
import { createElement, Suspense } from 'react';
import { renderToReadableStream } from 'react-dom/server';
import { expect, test } from 'vitest';
import { lazyPage, PageUnreachable } from '../../../src/dashboard/ui/lazy-page.ts';

test('retries loading a page only when requested', async () => {
  let asked = 0;
  let isReachable = false;
  const Page = lazyPage(async () => {
    asked += 1;
    if (!isReachable) throw new TypeError('Failed to fetch');
    return { default: ({ name }: { name: string }) => createElement('h1', null, name) };
  });
  async function render() {
    const errors: unknown[] = [];
    const stream = await renderToReadableStream(
      createElement(Suspense, { fallback: 'Loading' }, createElement(Page, { name: 'Workers' })),
      { onError: (error) => void errors.push(error) },
    );
    await stream.allReady;
    return { html: await new Response(stream).text(), errors };
  }

  const [error] = (await render()).errors;
  expect(error).toBeInstanceOf(PageUnreachable);
  isReachable = true;
  expect((await render()).errors).toEqual([error]);
  expect(asked).toBe(1);
  if (error instanceof PageUnreachable) error.forget();
  expect(await render()).toMatchObject({ html: expect.stringContaining('<h1>Workers</h1>'), errors: [] });
  expect(asked).toBe(2);
});
