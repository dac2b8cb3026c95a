/** Example tables as CSV files. */
import { createChance } from './random.ts';

const csv = (header: string, rows: readonly (readonly (string | number)[])[]) =>
  new Blob([`${[header, ...rows.map((row) => row.join(','))].join('\n')}\n`], { type: 'text/csv' });

/**
 * Means and standard deviations of the sepals and petals of fifty plants of each species, in cm: E. Anderson's measurements, in
 * R. A. Fisher, "The use of multiple measurements in taxonomic problems", 1936. The rows are sampled from these.
 */
const species = [
  ['setosa', [5.006, 0.352], [3.428, 0.379], [1.462, 0.174], [0.246, 0.105]],
  ['versicolor', [5.936, 0.516], [2.77, 0.314], [4.26, 0.47], [1.326, 0.198]],
  ['virginica', [6.588, 0.636], [2.974, 0.322], [5.552, 0.552], [2.026, 0.275]],
] as const;

export function flowers(): Blob {
  const chance = createChance(1936);
  const rows = species.flatMap(([name, ...measures]) =>
    Array.from({ length: 50 }, () => {
      // The measurements of a plant are correlated: half of the variation is shared by all four.
      const plant = chance.normal();
      const sizes = measures.map(([mean, deviation]) =>
        Math.max(0.1, mean + deviation * Math.SQRT1_2 * (plant + chance.normal())).toFixed(1),
      );
      return [...sizes, name];
    }),
  );
  return csv('sepal_length,sepal_width,petal_length,petal_width,species', rows);
}

const conditions = [
  ['new', 1.15],
  ['good', 1],
  ['worn', 0.86],
] as const;

export function houses(): Blob {
  const chance = createChance(1978);
  const rows = Array.from({ length: 500 }, () => {
    const area = Math.round(Math.max(28, 105 + 38 * chance.normal()));
    const rooms = Math.max(1, Math.round(area / 27 + 0.7 * chance.normal()));
    const [condition, worth] = chance.pick(conditions);
    const age = condition === 'new' ? Math.floor(chance.uniform() * 8) : 5 + Math.floor(chance.uniform() * 90);
    const kilometres = Math.abs(9 * chance.normal()) + 0.3;
    const garden = chance.uniform() < 0.45;
    const fair =
      (30 + 2.6 * area + 6 * rooms + (garden ? 24 : 0) - 0.45 * age) * worth * (1.25 - 0.14 * Math.log(1 + kilometres));
    const price = Math.max(25, fair * (1 + 0.06 * chance.normal()));
    // As in real data, some values are missing: the age of a few houses is unknown.
    const known = chance.uniform() < 0.96 ? age : '';
    return [area, rooms, known, kilometres.toFixed(1), garden ? 'yes' : 'no', condition, Math.round(price) * 1000];
  });
  return csv('area_m2,rooms,age_years,km_to_center,garden,condition,price', rows);
}

const dayMilliseconds = 86_400_000;
/** Visitors per weekday, starting with Sunday. */
const week = [1.32, 0.78, 0.8, 0.86, 0.93, 1.1, 1.41];

export function visitors(): Blob {
  const chance = createChance(2023);
  const begin = Date.UTC(2023, 0, 1);
  let mood = 0;
  const rows = Array.from({ length: 3 * 365 + 1 }, (_, day) => {
    const date = new Date(begin + day * dayMilliseconds);
    // Deviations are correlated from one day to the next.
    mood = 0.6 * mood + 0.05 * chance.normal();
    const season = 1 + 0.35 * Math.sin((2 * Math.PI * (day - 100)) / 365.25);
    const value = (420 + 0.12 * day) * season * (week[date.getUTCDay()] ?? 1) * Math.exp(mood);
    return [date.toISOString().slice(0, 10), Math.round(value)];
  });
  return csv('date,visitors', rows);
}
