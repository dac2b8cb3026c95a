/** Makes compiled messages callable: `say.title` is a text, and `say.rowsOf({ count: 2 })` formats one by Lingui. */
import { type I18n, type Messages, setupI18n } from '@lingui/core';
import { createElement, Fragment, type ReactNode } from 'react';

/** A message as the build compiles it: its text, or the tokens of Lingui when it has placeholders or tags. */
type CompiledMessage = Messages[string];

export type CompiledRooms = Readonly<Record<string, Readonly<Record<string, CompiledMessage>>>>;

type Values = Readonly<Record<string, unknown>>;
type Text = string | ((values: Values) => ReactNode);

/** @param language BCP 47 tag, by whose rules plurals are chosen and numbers formatted */
export function createTexts<Texts>(language: string, rooms: CompiledRooms): Texts {
  const i18n = setupI18n({ locale: language, messages: { [language]: {} } });
  const texts: Record<string, Record<string, Text>> = {};
  for (const [room, messages] of Object.entries(rooms)) {
    texts[room] = Object.fromEntries(
      Object.entries(messages).map(([key, message]) => [key, textOf(i18n, `${room}.${key}`, message)]),
    );
  }
  // The types are generated from the English messages, and `npm run check:texts` holds every language to them.
  return texts as Texts;
}

const hasTag = /<\w+>/;

/** Formats that a message can name, as in "{rate, number, exact}". */
const formats = { exact: { maximumFractionDigits: 20 } };

function textOf(i18n: I18n, id: string, message: CompiledMessage): Text {
  if (typeof message === 'string' && !hasTag.test(message)) return message;
  i18n.load(i18n.locale, { [id]: typeof message === 'string' ? [message] : message });
  const format = (values: Values) => i18n._(id, values, { formats });
  return (values) => (Object.values(values).some(isWrap) ? formatRich(format, values) : format(values));
}

const isWrap = (value: unknown): value is (text: string) => ReactNode => typeof value === 'function';

/** Stands for "<" in values, which are no markup: Unicode has no character here. */
const lessThan = '\uFDD0';

function formatRich(format: (values: Values) => string, values: Values): ReactNode {
  const entries = Object.entries(values);
  const plain = entries.map(([name, value]) => [
    name,
    typeof value === 'string' ? value.replaceAll('<', lessThan) : value,
  ]);
  // Text, and then for every tag: its name, the text in it, the text behind it.
  const pieces = format(Object.fromEntries(plain))
    .split(/<(\w+)>(.*?)<\/\1>/s)
    .map((piece) => piece.replaceAll(lessThan, '<'));
  const nodes: ReactNode[] = [];
  for (let at = 0; at < pieces.length; at += 3) {
    const [text = '', name = '', inner = ''] = pieces.slice(at, at + 3);
    const wrap = values[name];
    nodes.push(text, isWrap(wrap) ? wrap(inner) : inner);
  }
  return createElement(Fragment, null, ...nodes);
}
