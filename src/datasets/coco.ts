/**
 * Images with boxes: a zip with the images and one JSON file in the object detection format of COCO (https://cocodataset.org,
 * "Data format"):
 *
 *   images       { id, file_name, width?, height? }
 *   annotations  { image_id, category_id, bbox: [x, y, width, height] in pixels from the upper left corner }
 *   categories   { id, name }
 *
 * A box that reaches beyond its image is cut at the edge; one that lies outside is refused. An image without a box is one with
 * nothing in it. `file_name` is looked for in the folder of the JSON file and in an "images" folder beside it.
 */
import { z } from 'zod';
import { InvalidData } from '../errors.ts';
import type { Box } from '../learning/data.ts';
import { type Archive, type ArchiveEntry, openArchive } from './archive.ts';
import type { ImageSize, LabelledImages } from './image-data.ts';
import { decodeImage, forEachConcurrently, imageExtension, inspectImage } from './images.ts';

const id = z.union([z.int(), z.string()]);
const cocoSchema = z.object({
  images: z.array(z.object({ id, file_name: z.string() })).min(1),
  annotations: z.array(
    z.object({ image_id: id, category_id: id, bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]) }),
  ),
  categories: z.array(z.object({ id, name: z.string().min(1) })).min(1),
});

/** Whether the names in an archive look like images with their boxes. */
export function looksLikeCoco(entries: { name: string }[]): boolean {
  return entries.some(({ name }) => /\.json$/i.test(name)) && entries.some(({ name }) => imageExtension.test(name));
}

export interface CocoImage {
  entry: ArchiveEntry;
  /** In pixels. */
  boxes: { label: number; bbox: [number, number, number, number] }[];
}

export interface CocoArchive {
  classes: string[];
  images: CocoImage[];
  close(): void;
}

/** @throws InvalidData naming the entry, or the place in the JSON */
export async function openCoco(path: string): Promise<CocoArchive> {
  const archive = await openArchive(path);
  try {
    return { ...(await readCoco(archive)), close: archive.close };
  } catch (error) {
    archive.close();
    throw error;
  }
}

async function readCoco({ entries }: Archive): Promise<Omit<CocoArchive, 'close'>> {
  const [described, ...more] = entries.filter(({ name }) => /\.json$/i.test(name));
  if (!described || more.length > 0)
    throw new InvalidData('The archive needs exactly one JSON file in the COCO format.');
  const parsed = cocoSchema.safeParse(parseJson(await described.read(), described.name));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InvalidData(`This is not the COCO format: ${issue?.path.join('.')}: ${issue?.message}.`, described.name);
  }
  const { images, annotations, categories } = parsed.data;
  const classes = categories.map(({ name }) => name).sort();
  const twice = classes.find((name, index) => classes[index + 1] === name);
  if (twice !== undefined) throw new InvalidData(`Two categories are named "${twice}".`, described.name);
  const labels = new Map(categories.map((category) => [category.id, classes.indexOf(category.name)]));
  const folder = described.name.slice(0, described.name.lastIndexOf('/') + 1);
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const found = new Map<string | number, CocoImage>();
  for (const [index, { id: imageId, file_name }] of images.entries()) {
    const entry = [`${folder}${file_name}`, `${folder}images/${file_name}`, file_name].flatMap(
      (name) => byName.get(name) ?? [],
    )[0];
    if (!entry) throw new InvalidData(`The archive lacks "${file_name}".`, `images.${index}`);
    if (found.has(imageId)) throw new InvalidData(`Two images have the id ${imageId}.`, `images.${index}`);
    found.set(imageId, { entry, boxes: [] });
  }
  for (const [index, { image_id, category_id, bbox }] of annotations.entries()) {
    const [image, label] = [found.get(image_id), labels.get(category_id)];
    const place = `annotations.${index}`;
    if (!image) throw new InvalidData(`There is no image of the id ${image_id}.`, place);
    if (label === undefined) throw new InvalidData(`There is no category of the id ${category_id}.`, place);
    if (!bbox.every(Number.isFinite) || bbox[2] <= 0 || bbox[3] <= 0) {
      throw new InvalidData(
        `A box is [x, y, width, height] with width and height above 0, not [${bbox.join(', ')}].`,
        place,
      );
    }
    image.boxes.push({ label, bbox });
  }
  return { classes, images: [...found.values()] };
}

function parseJson(bytes: Buffer, name: string): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new InvalidData(`The file is not valid JSON: ${(error as Error).message}.`, name);
  }
}

/** Boxes as parts of their image. @throws InvalidData when one lies outside */
export function relativeBoxes(
  { entry, boxes }: CocoImage,
  { width, height }: { width: number; height: number },
): Box[] {
  return boxes.map(({ label, bbox }) => {
    const [x, y, w, h] = bbox;
    const [left, top] = [Math.max(0, x), Math.max(0, y)];
    const [right, bottom] = [Math.min(width, x + w), Math.min(height, y + h)];
    if (right <= left || bottom <= top) {
      throw new InvalidData(
        `The box [${bbox.join(', ')}] lies outside of its image of ${width} x ${height} pixels.`,
        entry.name,
      );
    }
    return { label, x: left / width, y: top / height, width: (right - left) / width, height: (bottom - top) / height };
  });
}

/** Every image stretched to `size`, so that a box keeps its place. @throws InvalidData naming the entry */
export async function decodeCoco(path: string, size: ImageSize): Promise<LabelledImages> {
  const archive = await openCoco(path);
  const bytesEach = size.height * size.width * size.channels;
  const pixels = new Uint8Array(archive.images.length * bytesEach);
  const boxes: Box[][] = [];
  try {
    await forEachConcurrently(archive.images, async (image, index) => {
      const bytes = await image.entry.read();
      boxes[index] = relativeBoxes(image, await inspectImage(bytes, image.entry.name));
      pixels.set(await decodeImage(bytes, size, { name: image.entry.name, stretch: true }), index * bytesEach);
    });
  } finally {
    archive.close();
  }
  const { length: count } = archive.images;
  return { size, count, pixels, labels: new Int32Array(count), classes: archive.classes, boxes };
}
