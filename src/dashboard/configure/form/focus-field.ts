/** Moves the focus to the first field with an error and opens its disclosure if necessary; otherwise to the general message. */
export function focusField(form: HTMLElement | null, isMeant: (path: string) => boolean): void {
  const fields = [...(form?.querySelectorAll<HTMLElement>('[data-field]') ?? [])];
  const field =
    fields.find(({ dataset }) => dataset.field && isMeant(dataset.field)) ??
    fields.find(({ dataset }) => dataset.field === '');
  if (!field) return;
  const disclosure = field.closest('details');
  if (disclosure) disclosure.open = true;
  const control = field.querySelector<HTMLElement>('input, textarea, button, select') ?? field;
  control.focus();
  field.scrollIntoView({ block: 'center' });
}
