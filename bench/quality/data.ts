/** Files for the quality benchmark, generated or downloaded, in formats that can be uploaded. */
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { createRandom } from '../../src/learning/random.ts';

/** Fashion-MNIST as a zip of IDX pairs: the first 6,000 images of each class for training, the last 1,000 for testing. */
export async function writeFashion(path: string): Promise<void> {
  const folder = dirname(createRequire(import.meta.url).resolve('fashion-mnist'));
  const perClass: number[][][] = [];
  for (let label = 0; label < 10; label++) {
    const { data } = JSON.parse(await readFile(join(folder, 'clothes', `${label}.json`), 'utf8')) as {
      data: number[][];
    };
    // Some files end with empty lists.
    perClass.push(data.filter((image) => image.length === 784));
  }
  const files: Record<string, Uint8Array> = {};
  for (const [name, pick] of [
    ['train', (images: number[][]) => images.slice(0, -1000)],
    ['t10k', (images: number[][]) => images.slice(-1000)],
  ] as const) {
    const all = perClass.flatMap((images, label) => pick(images).map((image) => ({ image, label })));
    // Shuffled, so that every part has all classes.
    const order = createRandom(1).permutation(all.length);
    const mixed = Array.from(order, (index) => all[index] ?? { image: [], label: 0 });
    files[`${name}-images-idx3-ubyte`] = idx(
      [0x0803, mixed.length, 28, 28],
      mixed.flatMap(({ image }) => image),
    );
    files[`${name}-labels-idx1-ubyte`] = idx(
      [0x0801, mixed.length],
      mixed.map(({ label }) => label),
    );
  }
  await writeFile(path, zipSync(files, { level: 0 }));
}

function idx(header: number[], body: number[]): Uint8Array {
  const bytes = new Uint8Array(header.length * 4 + body.length);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of header.entries()) view.setUint32(index * 4, value);
  for (const [index, value] of body.entries()) bytes[header.length * 4 + index] = value;
  return bytes;
}

const shapes = ['circle', 'square', 'triangle'] as const;

/** Color images of 64 x 64 pixels with one to three shapes on a noisy background, as a zip in COCO format. */
export async function writeShapes(path: string, count: number): Promise<void> {
  const edge = 64;
  const random = createRandom(7);
  const files: Record<string, Uint8Array> = {};
  const annotations: object[] = [];
  for (let image = 0; image < count; image++) {
    const color = () => `rgb(${random.integer(256)},${random.integer(256)},${random.integer(256)})`;
    const taken: { x: number; y: number; side: number }[] = [];
    const drawn: string[] = [];
    for (let wanted = 1 + random.integer(3); wanted > 0; wanted--) {
      const side = 10 + random.integer(18);
      const [x, y] = [random.integer(edge - side), random.integer(edge - side)];
      const far = taken.every(
        (one) =>
          Math.hypot(one.x + one.side / 2 - x - side / 2, one.y + one.side / 2 - y - side / 2) > (one.side + side) / 2,
      );
      if (!far) continue;
      taken.push({ x, y, side });
      const kind = shapes[random.integer(3)] ?? 'circle';
      const half = side / 2;
      drawn.push(
        {
          circle: `<circle cx="${x + half}" cy="${y + half}" r="${half}" fill="${color()}"/>`,
          square: `<rect x="${x}" y="${y}" width="${side}" height="${side}" fill="${color()}"/>`,
          triangle: `<polygon points="${x},${y + side} ${x + half},${y} ${x + side},${y + side}" fill="${color()}"/>`,
        }[kind],
      );
      annotations.push({ image_id: image, category_id: shapes.indexOf(kind), bbox: [x, y, side, side] });
    }
    const ground = Uint8Array.from({ length: edge * edge * 3 }, () => 200 + random.integer(56));
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${edge}" height="${edge}">${drawn.join('')}</svg>`;
    files[`images/${image}.png`] = await sharp(ground, { raw: { width: edge, height: edge, channels: 3 } })
      .composite([{ input: Buffer.from(svg) }])
      .png()
      .toBuffer();
  }
  const described = {
    images: Array.from({ length: count }, (_, id) => ({ id, file_name: `${id}.png` })),
    categories: shapes.map((name, id) => ({ id, name })),
    annotations,
  };
  await writeFile(path, zipSync({ 'shapes.json': Buffer.from(JSON.stringify(described)), ...files }, { level: 0 }));
}

/** Copies the rows of a CSV file up to the end of a year. Returns how many of them are in that year, which is forecast. */
export async function writeUntil(source: string, year: number, path: string): Promise<number> {
  const [header = '', ...lines] = (await readFile(source, 'utf8')).trim().split(/\r?\n/);
  const yearOf = (line: string) => Number(/^\d{2}\/\d{2}\/(\d{4})/.exec(line)?.[1]);
  const kept = lines.filter((line) => yearOf(line) <= year);
  await writeFile(path, [header, ...kept].join('\n'));
  return new Set(kept.filter((line) => yearOf(line) === year)).size;
}
