/** Example texts of two classes, composed from parts: a zip with a folder of .txt files per class. */
import { type Watch, zipOf } from '../upload/zip.ts';
import { type Chance, createChance } from './random.ts';

type Parts = readonly [string, ...string[]];
type Pattern = readonly [Parts, ...Parts[]];

const each = 240;

const spam: Pattern = [
  [
    'Congratulations!',
    'URGENT:',
    'Final notice.',
    'Dear customer,',
    'You are a winner!',
    'Last chance!',
    'Hi friend,',
    'Act now!',
  ],
  [
    'your account will be closed unless you confirm your password',
    'you have been chosen for a free phone',
    'a prize of 5000 pounds is waiting for you',
    'your parcel could not be delivered and a fee is due',
    'make money from home without any risk',
    'cheap loans are approved within minutes',
    'your card was charged twice and a refund is ready',
    'our secret method doubles your savings',
  ],
  [
    'Click the link to claim it',
    'Reply with your bank details',
    'Call this number before midnight',
    'Verify your identity today',
    'Send a code to receive it',
    'Download the attached form',
  ],
  [
    'and do not miss out!',
    'while stocks last.',
    'within 24 hours.',
    'or it goes to somebody else.',
    '100% guaranteed!',
    'at no cost.',
  ],
];

const ham: Pattern = [
  [
    'Hi,',
    'Good morning,',
    'Hey Sam,',
    'Hello all,',
    'Dear Anna,',
    'Thanks for yesterday.',
    'Quick question:',
    'Sorry for the delay.',
  ],
  [
    'the meeting has moved to three on Thursday',
    'your parcel is with the neighbors',
    'I have read the draft and left a few comments',
    'we are having dinner at my place on Saturday',
    'the train is late again, I will be there at nine',
    'the bank closes at five, so we should go before lunch',
    'my phone is nearly empty, so do not worry if I am quiet',
    'the children won their match today',
  ],
  [
    'Could you send me the notes',
    'Let me know if that suits you',
    'Please call me when you are free',
    'Shall I bring something',
    'I will write again tomorrow',
    'The form is on your desk',
  ],
  [
    'when you have a minute.',
    'before the weekend.',
    'and say hello to Mark.',
    'if that is all right.',
    'no hurry at all.',
    'as we discussed.',
  ],
];

/** Returns distinct texts. */
function write(pattern: Pattern, chance: Chance): string[] {
  const texts = new Set<string>();
  while (texts.size < each) texts.add(pattern.map((parts) => chance.pick(parts)).join(' '));
  return [...texts];
}

export function messagesZip(watch: Watch): Promise<Blob> {
  const chance = createChance(2006);
  const folder = (name: string, pattern: Pattern) =>
    write(pattern, chance).map((text, index) => ({ path: `${name}/${index + 1}.txt`, content: new Blob([text]) }));
  return zipOf([...folder('spam', spam), ...folder('wanted', ham)], watch);
}
