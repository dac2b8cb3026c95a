/** The search of a list. It asks the server once the user pauses. */
import { useEffect, useRef, useState } from 'react';
import { useMessages } from '../i18n/language.tsx';
import { TextField } from '../ui/controls/text-field.tsx';

const pauseMilliseconds = 300;

export function SearchField({ value, onChange }: { value: string; onChange(text: string): void }) {
  const words = useMessages('common');
  const [text, setText] = useState(value);
  const sent = useRef(value);
  // The back button changes the value too.
  useEffect(() => {
    if (value === sent.current.trim()) return;
    sent.current = value;
    setText(value);
  }, [value]);
  const change = useRef(onChange);
  useEffect(() => {
    change.current = onChange;
  });
  useEffect(() => {
    if (text === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = text;
      change.current(text.trim());
    }, pauseMilliseconds);
    return () => clearTimeout(timer);
  }, [text]);
  return <TextField label={words.search} type="search" value={text} onChange={setText} />;
}
