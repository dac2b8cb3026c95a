/** Detects the accepted image formats, JPEG, PNG and WebP, by their first bytes. File names are not trusted. */
import sharp from 'sharp';

export type ImageFormat = 'jpeg' | 'png' | 'webp';

/** Signatures in Latin-1, and their offsets. */
const accepted: readonly { format: ImageFormat; at?: number; signature: string }[] = [
  { format: 'jpeg', signature: '\xff\xd8\xff' },
  { format: 'png', signature: '\x89PNG\r\n\x1a\n' },
  { format: 'webp', at: 8, signature: 'WEBP' },
];

/** Formats that are rejected, to name them in the message. */
const others: readonly { format: string; at?: number; signatures: readonly string[] }[] = [
  { format: 'gif', signatures: ['GIF8'] },
  { format: 'tiff', signatures: ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'] },
  { format: 'heif or avif', at: 4, signatures: ['ftyphei', 'ftyphev', 'ftypmif1', 'ftypmsf1', 'ftypavi'] },
  { format: 'jpeg 2000', signatures: ['\0\0\0\x0cjP', '\xff\x4f\xff\x51'] },
  { format: 'jpeg xl', signatures: ['\xff\x0a', '\0\0\0\x0cJXL'] },
  { format: 'bmp', signatures: ['BM'] },
  { format: 'pdf', signatures: ['%PDF'] },
  { format: 'svg', signatures: ['<?xml', '<svg', '<!DOCTYPE svg', '\xef\xbb\xbf<'] },
];

/** Returns the format of an image, or null if it is not an accepted one. */
export function imageFormatOf(bytes: Uint8Array): ImageFormat | null {
  const start = startOf(bytes);
  const found = accepted.find(({ at = 0, signature }) => start.startsWith(signature, at));
  return found?.format === 'webp' && !start.startsWith('RIFF') ? null : (found?.format ?? null);
}

/** @throws Error naming the format that the bytes have instead */
export function assertImage(bytes: Uint8Array): void {
  if (imageFormatOf(bytes)) return;
  const start = startOf(bytes);
  const found = others.find(({ at = 0, signatures }) =>
    signatures.some((signature) => start.startsWith(signature, at)),
  );
  throw new Error(`it is ${found?.format ?? 'of an unknown format'}, not JPEG, PNG or WebP`);
}

function startOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 64)).toString('latin1');
}

/** Disables all other decoders in this process, since libvips would pass untrusted bytes to librsvg, libtiff and others. */
export function blockOtherDecoders(): void {
  sharp.block({ operation: ['VipsForeignLoad'] });
  const operations = ['Jpeg', 'Png', 'Webp'].flatMap((name) => [
    `VipsForeignLoad${name}File`,
    `VipsForeignLoad${name}Buffer`,
  ]);
  sharp.unblock({ operation: operations });
}
