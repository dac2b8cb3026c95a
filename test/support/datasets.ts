/** Small learnable datasets of every kind. */
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { createRandom } from '../../src/learning/random.ts';

/** Three clusters, which are the classes, and a number that depends on the columns. */
export function clusteredCsv(rows: number): string {
  const centers = [[0, 0], [4, 0], [0, 4]]; // biome-ignore format: one line says it
  const lines = Array.from({ length: rows }, (_, row) => {
    const [x = 0, y = 0] = (centers[row % 3] ?? []).map((at, axis) => at + Math.sin(row * (axis + 7.3)) / 2);
    const kind = ['red', 'green', 'blue'][row % 3];
    // The last column leaves the class of most samples unknown.
    return `${x.toFixed(4)},${y.toFixed(4)},${(2 * x - y).toFixed(4)},${kind},${row % 10 < 3 ? kind : ''}`;
  });
  return ['x,y,number,kind,known', ...lines].join('\n');
}

export const edge = 16;

/** Draws a black PNG with a square: white for the class "light", gray for "dark". */
export function squarePng(bright: boolean, square: { left: number; top: number; side: number }): Promise<Buffer> {
  const pixels = Buffer.alloc(edge * edge);
  for (let y = square.top; y < square.top + square.side; y++) {
    pixels.fill(bright ? 255 : 100, y * edge + square.left, y * edge + square.left + square.side);
  }
  return sharp(pixels, { raw: { width: edge, height: edge, channels: 1 } })
    .png()
    .toBuffer();
}

const squarePngs = async (count: number) => {
  const random = createRandom(1);
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const square = { left: random.integer(8), top: random.integer(8), side: 6 + random.integer(3) };
      return { bright: index % 2 === 1, square, png: await squarePng(index % 2 === 1, square) };
    }),
  );
};

export async function classFolders(): Promise<Uint8Array> {
  const entries = (await squarePngs(60)).map(({ bright, png }, index) => [
    `${bright ? 'light' : 'dark'}/${index}.png`,
    png,
  ]);
  return zipSync(Object.fromEntries(entries));
}

export async function cocoZip(): Promise<Uint8Array> {
  const all = await squarePngs(60);
  const described = {
    images: all.map((_, id) => ({ id, file_name: `${id}.png` })),
    categories: [
      { id: 7, name: 'light' },
      { id: 9, name: 'dark' },
    ],
    annotations: all.map(({ bright, square: { left, top, side } }, image_id) => ({
      image_id,
      category_id: bright ? 7 : 9,
      bbox: [left, top, side, side],
    })),
  };
  const images = all.map(({ png }, id) => [`images/${id}.png`, png] as const);
  return zipSync({ 'boxes.json': Buffer.from(JSON.stringify(described)), ...Object.fromEntries(images) });
}

/** Reviews whose words determine their class. */
export function reviewsCsv(): Uint8Array {
  const [good, bad, both] = [
    ['lovely', 'great', 'fine'],
    ['awful', 'poor', 'dull'],
    ['the', 'film', 'was', 'a', 'story'],
  ];
  const random = createRandom(2);
  const pick = (words: string[]) => words[random.integer(words.length)] ?? '';
  const entries = Array.from({ length: 80 }, (_, index) => {
    const words = Array.from({ length: 6 }, (_, at) => pick(at === index % 6 ? (index % 2 ? good : bad) : both));
    return [`${index % 2 ? 'good' : 'bad'}/${index}.txt`, Buffer.from(words.join(' '))] as const;
  });
  return zipSync(Object.fromEntries(entries));
}

/** Sales with a weekly pattern, doubled on days with an offer. */
export function salesSeries(days: number): { rows: { day: string; sales: number; offer: string }[]; csv: string } {
  const rows = Array.from({ length: days }, (_, index) => {
    const offer = (index * 7) % 11 === 0 ? 'yes' : 'no';
    const day = new Date(Date.UTC(2024, 0, 1 + index)).toISOString().slice(0, 10);
    return { day, sales: (100 + 20 * (index % 7)) * (offer === 'yes' ? 2 : 1), offer };
  });
  return { rows, csv: ['day,sales,offer', ...rows.map((row) => Object.values(row).join(','))].join('\n') };
}
