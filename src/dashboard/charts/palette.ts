/** How the lines of a chart differ: by colour, and by pattern for whoever does not tell the colours apart. */
const dashes: readonly (readonly number[])[] = [
  [],
  [7, 4],
  [2, 3],
  [10, 3, 2, 3],
  [4, 2],
  [14, 4],
  [6, 2, 2, 2, 2, 2],
  [1, 4],
];

export const dashOf = (place: number): number[] => [...(dashes[place % dashes.length] ?? [])];

export const colourName = (place: number): string => `--series-${(place % dashes.length) + 1}`;

/** What a custom property of the page is now: light or dark. */
export const cssValue = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();
