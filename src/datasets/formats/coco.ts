/**
 * Images with bounding boxes: a zip with the images and one JSON file in COCO's object detection format (https://cocodataset.org,
 * "Data format"):
 *
 *   images       { id, file_name, width?, height? }
 *   annotations  { image_id, category_id, bbox: [x, y, width, height] in pixels from the upper left corner }
 *   categories   { id, name }
 *
 * A box that extends beyond its image is clipped to it; one that lies outside is rejected. An image without boxes is a negative
 * example. `file_name` is resolved in the folder of the JSON file, then in an "images" folder beside it, then as a full path.
 */
import { z } from 'zod';
import { InvalidData } from '../../errors.ts';
import type { Box } from '../../shared/detections.ts';
import type { ImageSize } from '../../shared/model-input.ts';
import { quoted } from '../../shared/quote.ts';
import { isStorable } from '../../text.ts';
import type { LabelledImages } from '../encoders/image-data.ts';
import { type Archive, type ArchiveEntry, openArchive } from './archive.ts';
import { decodeImage, forEachConcurrently, imageExtension, inspectImage, maxImageBytes } from './images.ts';
import { readElements } from './json-elements.ts';

/** The number of images is bounded by the archive's entries; the boxes are held in memory while the archive is read. */
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
  name: z.string().min(1).max(1000).refine(isStorable, 'must not contain NUL or unpaired surrogates'),
});

interface CocoDescription {
  images: z.infer<typeof imageSchema>[];
  annotations: z.infer<typeof annotationSchema>[];
  categories: z.infer<typeof categorySchema>[];
}

/** Returns whether the names in an archive look like images with a COCO file. */
export function looksLikeCoco(entries: { name: string }[]): boolean {
  return entries.some(({ name }) => /\.json$/i.test(name)) && entries.some(({ name }) => imageExtension.test(name));
}

export interface CocoImage {
  entry: ArchiveEntry;
  /** `bbox`: x, y, width and height in pixels. */
  boxes: { label: number; bbox: [number, number, number, number] }[];
}

export interface CocoArchive {
  classes: string[];
  images: CocoImage[];
  close(): void;
}

/** @throws InvalidData naming the entry, or the path in the JSON */
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
  const [jsonFile, ...more] = entries.filter(({ name }) => /\.json$/i.test(name));
  if (!jsonFile || more.length > 0)
    throw new InvalidData('The archive must contain exactly one JSON file in COCO format.');
  const { images, annotations, categories } = await readDescription(jsonFile, entries.length);
  const classes = categories.map(({ name }) => name).sort();
  const duplicate = classes.find((name, index) => classes[index + 1] === name);
  if (duplicate !== undefined) throw new InvalidData(`Two categories are named ${quoted(duplicate)}.`, jsonFile.name);
  const indices = new Map(classes.map((name, index) => [name, index]));
  const labels = new Map(categories.map((category) => [category.id, indices.get(category.name) ?? 0]));
  const folder = jsonFile.name.slice(0, jsonFile.name.lastIndexOf('/') + 1);
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const found = new Map<string | number, CocoImage>();
  for (const [index, { id: imageId, file_name }] of images.entries()) {
    const entry = [`${folder}${file_name}`, `${folder}images/${file_name}`, file_name].flatMap(
      (name) => byName.get(name) ?? [],
    )[0];
    if (!entry) throw new InvalidData(`The archive does not contain ${quoted(file_name)}.`, `images.${index}`);
    if (found.has(imageId)) throw new InvalidData(`Two images have the ID ${imageId}.`, `images.${index}`);
    found.set(imageId, { entry, boxes: [] });
  }
  for (const [index, { image_id, category_id, bbox }] of annotations.entries()) {
    const [image, label] = [found.get(image_id), labels.get(category_id)];
    const path = `annotations.${index}`;
    if (!image) throw new InvalidData(`No image has the ID ${image_id}.`, path);
    if (label === undefined) throw new InvalidData(`No category has the ID ${category_id}.`, path);
    if (!bbox.every(Number.isFinite) || bbox[2] <= 0 || bbox[3] <= 0) {
      throw new InvalidData(
        `Invalid bounding box [${bbox.join(', ')}]: expected [x, y, width, height] with a width and height above 0.`,
        path,
      );
    }
    image.boxes.push({ label, bbox });
  }
  return { classes, images: [...found.values()] };
}

/** Reads the arrays of the JSON file that are needed. Stops at the first invalid element. @throws InvalidData */
async function readDescription(file: ArchiveEntry, maxImages: number): Promise<CocoDescription> {
  const found: CocoDescription = { images: [], annotations: [], categories: [] };
  const readers = new Map<string, (value: unknown, index: number) => void>([
    ['images', elementReader(found.images, imageSchema, maxImages, file.name, 'images')],
    ['annotations', elementReader(found.annotations, annotationSchema, maxAnnotations, file.name, 'annotations')],
    ['categories', elementReader(found.categories, categorySchema, maxCategories, file.name, 'categories')],
  ]);
  const keys = new Set(readers.keys());
  const seen = new Set<string>();
  for await (const { key, index, value } of readElements(file.stream(), keys, file.name)) {
    if (index === 0 && seen.has(key)) throw new InvalidData(`The file has two arrays named "${key}".`, file.name);
    seen.add(key);
    readers.get(key)?.(value, index);
  }
  for (const key of ['images', 'categories'] as const) {
    if (found[key].length === 0) {
      throw new InvalidData(`Invalid COCO file: ${key}: the array is missing or empty.`, file.name);
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
      throw new InvalidData(`Invalid COCO file: ${path}: ${issue?.message}.`, file);
    }
    if (into.length >= max) throw new InvalidData(`The file has more than ${max} ${key}.`, file);
    into.push(parsed.data);
  };
}

/** Converts boxes from pixels to fractions of their image. @throws InvalidData when one lies outside */
export function toRelativeBoxes(
  { entry, boxes }: CocoImage,
  { width, height }: { width: number; height: number },
): Box[] {
  return boxes.map(({ label, bbox }) => {
    const [x, y, w, h] = bbox;
    const [left, top] = [Math.max(0, x), Math.max(0, y)];
    const [right, bottom] = [Math.min(width, x + w), Math.min(height, y + h)];
    if (right <= left || bottom <= top) {
      throw new InvalidData(
        `The bounding box [${bbox.join(', ')}] lies outside the image of ${width} x ${height} pixels.`,
        entry.name,
      );
    }
    return { label, x: left / width, y: top / height, width: (right - left) / width, height: (bottom - top) / height };
  });
}

/** Decodes every image, stretched to `size` so that relative boxes stay valid. @throws InvalidData naming the entry */
export async function decodeCoco(path: string, size: ImageSize): Promise<LabelledImages> {
  const archive = await openCoco(path);
  const bytesEach = size.height * size.width * size.channels;
  const pixels = new Uint8Array(archive.images.length * bytesEach);
  const boxes: Box[][] = [];
  try {
    await forEachConcurrently(archive.images, async (image, index) => {
      const bytes = await image.entry.read(maxImageBytes);
      boxes[index] = toRelativeBoxes(image, await inspectImage(bytes, image.entry.name));
      pixels.set(await decodeImage(bytes, size, { name: image.entry.name, fit: 'fill' }), index * bytesEach);
    });
  } finally {
    archive.close();
  }
  const { length: count } = archive.images;
  return { size, count, pixels, labels: new Int32Array(count), classes: archive.classes, boxes };
}
