/** GraphQL types of the profile of an image dataset. */
import { builder } from '../../graphql/builder.ts';
import type { ImageProfile } from '../profile.ts';

const ClassCountRef = builder.objectRef<{ name: string; count: number }>('ClassCount').implement({
  description: 'A class and its frequency.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the class.' }),
    count: t.exposeInt('count', { description: 'Number of images or bounding boxes of the class.' }),
  }),
});

const ThumbnailRef = builder.objectRef<{ label: string; dataUrl: string }>('Thumbnail').implement({
  description: 'A thumbnail of an image.',
  fields: (t) => ({
    label: t.exposeString('label', { description: 'Class of the image, or of its first bounding box.' }),
    dataUrl: t.exposeString('dataUrl', { description: 'PNG thumbnail as a data URL.' }),
  }),
});

export const ImagesProfileRef = builder.objectRef<ImageProfile>('ImageProfile').implement({
  description: 'Profile of an image dataset.',
  fields: (t) => ({
    imageCount: t.exposeInt('imageCount', { description: 'Number of images.' }),
    boxCount: t.exposeInt('boxCount', {
      nullable: true,
      description:
        'Number of bounding boxes. Null when the format has no boxes. When set, `classes` counts boxes instead of images.',
    }),
    classes: t.field({
      type: [ClassCountRef],
      description: 'Classes with their frequencies, sorted by name.',
      resolve: ({ classes }) => classes,
    }),
    minWidth: t.exposeInt('minWidth', { description: 'Smallest width, in pixels.' }),
    maxWidth: t.exposeInt('maxWidth', { description: 'Largest width, in pixels.' }),
    minHeight: t.exposeInt('minHeight', { description: 'Smallest height, in pixels.' }),
    maxHeight: t.exposeInt('maxHeight', { description: 'Largest height, in pixels.' }),
    channels: t.int({
      description: 'Number of color channels: 1 (grayscale) or 3 (RGB).',
      resolve: ({ channels }) => channels,
    }),
    thumbnails: t.field({
      type: [ThumbnailRef],
      description: 'Thumbnails of a few images of every class.',
      resolve: ({ thumbnails }) => thumbnails,
    }),
  }),
});
