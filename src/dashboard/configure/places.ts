/** Form paths of errors, and when the form is checked. */
import { useEffect, useState } from 'react';

const settleMilliseconds = 400;

/** The value after it has not changed for a moment (debounced). */
export function useSettled<Value extends object>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  const text = JSON.stringify(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for the value
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), settleMilliseconds);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** Moves the focus to the first field with an error and opens its disclosure if necessary; otherwise to the general message. */
export function focusPlace(form: HTMLElement | null, isMeant: (path: string) => boolean): void {
  const places = [...(form?.querySelectorAll<HTMLElement>('[data-field]') ?? [])];
  const place =
    places.find(({ dataset }) => dataset.field && isMeant(dataset.field)) ??
    places.find(({ dataset }) => dataset.field === '');
  if (!place) return;
  const disclosure = place.closest('details');
  if (disclosure) disclosure.open = true;
  const field = place.querySelector<HTMLElement>('input, textarea, button, select') ?? place;
  field.focus();
  place.scrollIntoView({ block: 'center' });
}
