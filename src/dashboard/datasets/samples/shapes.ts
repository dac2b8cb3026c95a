/** Example images: shapes of random color, position, size, and rotation on colored backgrounds. A zip with a folder per class. */
import { type Watch, zipOf } from '../upload/zip.ts';
import { type Chance, createChance } from './random.ts';

const edge = 32;
const each = 60;

const corners = { circle: 0, square: 4, triangle: 3 } as const;

export async function shapes(watch: Watch): Promise<Blob> {
  const chance = createChance(314);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = edge;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser does not support drawing on a canvas.');
  const entries = [];
  for (const [name, count] of Object.entries(corners)) {
    for (let index = 1; index <= each; index++) {
      draw(context, count, chance);
      entries.push({ path: `${name}/${index}.png`, content: await pngOf(canvas) });
    }
  }
  return zipOf(entries, watch);
}

function draw(context: CanvasRenderingContext2D, count: number, chance: Chance): void {
  const hue = chance.uniform() * 360;
  context.fillStyle = `hsl(${hue} 35% ${14 + chance.uniform() * 16}%)`;
  context.fillRect(0, 0, edge, edge);
  const radius = edge * (0.24 + 0.14 * chance.uniform());
  const place = () => edge / 2 + (chance.uniform() - 0.5) * (edge - 2 * radius - 1);
  const [x, y, turn] = [place(), place(), chance.uniform() * 2 * Math.PI];
  context.beginPath();
  if (count === 0) context.arc(x, y, radius, 0, 2 * Math.PI);
  for (let corner = 0; corner < count; corner++) {
    const angle = turn + (corner * 2 * Math.PI) / count;
    context.lineTo(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
  }
  context.closePath();
  context.fillStyle = `hsl(${hue + 90 + chance.uniform() * 180} 70% ${55 + chance.uniform() * 25}%)`;
  context.fill();
}

const pngOf = (canvas: HTMLCanvasElement) =>
  new Promise<Blob>((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('This browser cannot create PNG files.'))),
      'image/png',
    ),
  );
