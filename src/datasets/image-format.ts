/** Which images are decoded at all: JPEG, PNG and WebP, known by their first bytes and not by what their sender calls them. */
import sharp from 'sharp';

export type ImageFormat = 'jpeg' | 'png' | 'webp';

/** What stands at which offset, in Latin-1. */
const accepted: readonly { format: ImageFormat; at?: number; mark: string }[] = [
  { format: 'jpeg', mark: '\xff\xd8\xff' },
  { format: 'png', mark: '\x89PNG\r\n\x1a\n' },
  { format: 'webp', at: 8, mark: 'WEBP' },
];

/** Formats that people take for one of them, for the message. */
const others: readonly { format: string; at?: number; marks: readonly string[] }[] = [
  { format: 'gif', marks: ['GIF8'] },
  { format: 'tiff', marks: ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'] },
  { format: 'heif or avif', at: 4, marks: ['ftyphei', 'ftyphev', 'ftypmif1', 'ftypmsf1', 'ftypavi'] },
  { format: 'jpeg 2000', marks: ['\0\0\0\x0cjP', '\xff\x4f\xff\x51'] },
  { format: 'jpeg xl', marks: ['\xff\x0a', '\0\0\0\x0cJXL'] },
  { format: 'bmp', marks: ['BM'] },
  { format: 'pdf', marks: ['%PDF'] },
  { format: 'svg', marks: ['<?xml', '<svg', '<!DOCTYPE svg', '\xef\xbb\xbf<'] },
];

/** Null: it is none of them. */
export function imageFormatOf(bytes: Uint8Array): ImageFormat | null {
  const start = startOf(bytes);
  const found = accepted.find(({ at = 0, mark }) => start.startsWith(mark, at));
  return found?.format === 'webp' && !start.startsWith('RIFF') ? null : (found?.format ?? null);
}

/** @throws Error saying what it is instead */
export function assertImage(bytes: Uint8Array): void {
  if (imageFormatOf(bytes)) return;
  const start = startOf(bytes);
  const found = others.find(({ at = 0, marks }) => marks.some((mark) => start.startsWith(mark, at)));
  throw new Error(`it is ${found?.format ?? 'something else'}, not JPEG, PNG or WebP`);
}

function startOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 64)).toString('latin1');
}

/** Takes every other decoder away from this process: librsvg, libtiff and their like read whatever they take for theirs. */
export function blockOtherDecoders(): void {
  sharp.block({ operation: ['VipsForeignLoad'] });
  const wanted = ['Jpeg', 'Png', 'Webp'].flatMap((name) => [
    `VipsForeignLoad${name}File`,
    `VipsForeignLoad${name}Buffer`,
  ]);
  sharp.unblock({ operation: wanted });
}
