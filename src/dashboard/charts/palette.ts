/** How the lines of a chart differ: by color, and by dash pattern for color-blind users. */
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

export const colorName = (place: number): string => `--series-${(place % dashes.length) + 1}`;

/** Returns the value of a CSS custom property in the current theme. */
export const cssValue = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();
