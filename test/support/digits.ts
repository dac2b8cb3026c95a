/** Handwritten digits as strokes, as a user may draw them. */
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { createRandom, type Random } from '../../src/learning/random.ts';

export type Point = readonly [x: number, y: number];

/** The strokes of each digit, in a square from 0 to 1; y grows downwards. */
export const digitStrokes: readonly (readonly (readonly Point[])[])[] = [
  [arc(0.5, 0.5, 0.28, 0.42, -90, 270)],
  [[[0.35, 0.25], [0.52, 0.08], [0.52, 0.92]]], // biome-ignore format: one digit, one line
  [[...arc(0.5, 0.3, 0.25, 0.22, 180, 390), [0.25, 0.92], [0.78, 0.92]]], // biome-ignore format: one digit, one line
  [[...arc(0.48, 0.28, 0.24, 0.2, 190, 450), ...arc(0.48, 0.7, 0.28, 0.22, -90, 160)]],
  [[[0.6, 0.08], [0.22, 0.62], [0.8, 0.62]], [[0.62, 0.35], [0.62, 0.94]]], // biome-ignore format: one digit, one line
  [[[0.74, 0.08], [0.34, 0.08], [0.3, 0.42], ...arc(0.48, 0.66, 0.26, 0.26, -110, 150)]], // biome-ignore format: one digit, one line
  [[[0.66, 0.08], [0.36, 0.4], ...arc(0.5, 0.68, 0.24, 0.24, 180, 540)]], // biome-ignore format: one digit, one line
  [[[0.22, 0.1], [0.78, 0.1], [0.42, 0.92]]], // biome-ignore format: one digit, one line
  [arc(0.5, 0.28, 0.2, 0.2, 90, 450), arc(0.5, 0.7, 0.25, 0.23, -90, 270)],
  [[...arc(0.5, 0.3, 0.24, 0.22, 0, 360), [0.74, 0.3], [0.66, 0.92]]], // biome-ignore format: one digit, one line
];

function arc(x: number, y: number, width: number, height: number, from: number, to: number): Point[] {
  return Array.from({ length: 17 }, (_, at) => {
    const angle = ((from + ((to - from) * at) / 16) * Math.PI) / 180;
    return [x + width * Math.cos(angle), y + height * Math.sin(angle)] as const;
  });
}

/** Creates a zip with a folder per digit: white strokes on black, 28 x 28, each with its own slant, size and position. */
export async function digitFolders(each: number): Promise<Uint8Array> {
  const random = createRandom(5);
  const entries = await Promise.all(
    digitStrokes.flatMap((strokes, digit) =>
      Array.from({ length: each }, async (_, index) => {
        const svg = Buffer.from(digitSvg(strokes, random));
        return [`${digit}/${index}.png`, await sharp(svg).flatten().toColourspace('b-w').png().toBuffer()] as const;
      }),
    ),
  );
  return zipSync(Object.fromEntries(entries));
}

function digitSvg(strokes: readonly (readonly Point[])[], random: Random): string {
  const about = (middle: number, spread: number) => middle + (2 * random.next() - 1) * spread;
  const [width, height, lean, turn] = [about(17, 3), about(19, 2), about(0, 0.2), about(0, 0.12)];
  const [left, top] = [about(14, 1.5), about(14, 1.5)];
  const lines = strokes.map((points) => {
    const placed = points.map(([x, y]) => {
      const [right, down] = [(x - 0.5 + lean * (0.5 - y)) * width + about(0, 0.3), (y - 0.5) * height + about(0, 0.3)];
      return `${left + right - turn * down},${top + down + turn * right}`;
    });
    return `<polyline points="${placed.join(' ')}" fill="none" stroke="white" stroke-width="${about(2.4, 0.6)}" stroke-linecap="round" stroke-linejoin="round"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="28" height="28"><rect width="28" height="28"/>${lines.join('')}</svg>`;
}
