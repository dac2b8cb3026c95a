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
import { isStorable, quoted } from '../text.ts';
import { type Archive, type ArchiveEntry, openArchive } from './archive.ts';
import type { ImageSize, LabelledImages } from './image-data.ts';
import { decodeImage, forEachConcurrently, imageExtension, inspectImage, maxImageBytes } from './images.ts';
import { readElements } from './json-elements.ts';

/** An archive has no more images than entries; the boxes stay in memory while it is read. */
const maxAnnotations = 3_000_000;
const maxCategories = 10_000;

const id = z.union([z.int(), z.string().max(1000)]);
const imageSchema = z.object({ id, file_name: z.string().max(1024) });
const annotationSchema = z.object({
  image_id: id,
  category_id: id,
  bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
});
const categorySchema = z.object({
  id,
  name: z.string().min(1).max(1000).refine(isStorable, 'must have no NUL and no halves of characters'),
});

interface CocoDescription {
  images: z.infer<typeof imageSchema>[];
  annotations: z.infer<typeof annotationSchema>[];
  categories: z.infer<typeof categorySchema>[];
}

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
  const { images, annotations, categories } = await describe(described, entries.length);
  const classes = categories.map(({ name }) => name).sort();
  const twice = classes.find((name, index) => classes[index + 1] === name);
  if (twice !== undefined) throw new InvalidData(`Two categories are named ${quoted(twice)}.`, described.name);
  const indices = new Map(classes.map((name, index) => [name, index]));
  const labels = new Map(categories.map((category) => [category.id, indices.get(category.name) ?? 0]));
  const folder = described.name.slice(0, described.name.lastIndexOf('/') + 1);
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const found = new Map<string | number, CocoImage>();
  for (const [index, { id: imageId, file_name }] of images.entries()) {
    const entry = [`${folder}${file_name}`, `${folder}images/${file_name}`, file_name].flatMap(
      (name) => byName.get(name) ?? [],
    )[0];
    if (!entry) throw new InvalidData(`The archive lacks ${quoted(file_name)}.`, `images.${index}`);
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

/** Reads the JSON file, as far as it is of use. The first element that is not what it should be ends it. */
async function describe(file: ArchiveEntry, maxImages: number): Promise<CocoDescription> {
  const found: CocoDescription = { images: [], annotations: [], categories: [] };
  const readers = new Map<string, (value: unknown, index: number) => void>([
    ['images', elementReader(found.images, imageSchema, maxImages, file.name, 'images')],
    ['annotations', elementReader(found.annotations, annotationSchema, maxAnnotations, file.name, 'annotations')],
    ['categories', elementReader(found.categories, categorySchema, maxCategories, file.name, 'categories')],
  ]);
  const keys = new Set(readers.keys());
  const seen = new Set<string>();
  for await (const { key, index, value } of readElements(file.stream(), keys, file.name)) {
    if (index === 0 && seen.has(key)) throw new InvalidData(`There are two lists of ${key}.`, file.name);
    seen.add(key);
    readers.get(key)?.(value, index);
  }
  for (const key of ['images', 'categories'] as const) {
    if (found[key].length === 0) {
      throw new InvalidData(`This is not the COCO format: ${key}: the list is missing or empty.`, file.name);
    }
  }
  return found;
}

function elementReader<T>(into: T[], schema: z.ZodType<T>, max: number, file: string, key: string) {
  return (value: unknown, index: number): void => {
    const parsed = schema.safeParse(value);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const path = [key, index, ...(issue?.path ?? [])].join('.');
      throw new InvalidData(`This is not the COCO format: ${path}: ${issue?.message}.`, file);
    }
    if (into.length >= max) throw new InvalidData(`There are more than ${max} ${key}.`, file);
    into.push(parsed.data);
  };
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
      const bytes = await image.entry.read(maxImageBytes);
      boxes[index] = relativeBoxes(image, await inspectImage(bytes, image.entry.name));
      pixels.set(await decodeImage(bytes, size, { name: image.entry.name, stretch: true }), index * bytesEach);
    });
  } finally {
    archive.close();
  }
  const { length: count } = archive.images;
  return { size, count, pixels, labels: new Int32Array(count), classes: archive.classes, boxes };
}
