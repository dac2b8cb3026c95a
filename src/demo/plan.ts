/** Chooses the configuration that the demo trains for a dataset. */

export type Profile =
  | {
      rowCount: number;
      columns: { name: string; type: string; distinctCount: number; isInteger: boolean }[];
      preview: (string | null)[][];
    }
  | {
      imageCount: number;
      classes: { name: string; count: number }[];
      thumbnails: { label: string; dataUrl: string }[];
    };

export interface DemoPlan {
  family: string;
  description: string;
  /** Fields of ConfigureModelInput that depend on the data. */
  input: { target?: string; parameters: Record<string, unknown>; split: object; training: object };
}

const maxTableClasses = 20;

/** The convolutional network behind the reference score for photos. */
const photoNetwork = {
  imageSize: 64,
  filters: [32, 64, 128, 128],
  denseUnits: 128,
  dropout: 0.5,
  horizontalFlip: true,
};

export function chooseConfiguration(
  profile: Profile,
  options: { target?: string; family?: string; epochs?: number },
): DemoPlan {
  return 'classes' in profile ? planImages(profile, options) : planTable(profile, options);
}

function planImages(
  { imageCount, classes }: Extract<Profile, { classes: unknown }>,
  options: { family?: string; epochs?: number },
): DemoPlan {
  const family = options.family ?? 'cnn';
  const digits = classes.length === 10 && classes.every(({ name }, index) => name === String(index));
  const epochs = options.epochs ?? (digits ? 2 : 30);
  const batchSize = digits ? 64 : 32;
  return {
    family,
    description: `${family} on ${imageCount} images, ${epochs} epochs`,
    input: {
      parameters: { [family]: digits ? {} : photoNetwork },
      split: { method: 'STRATIFIED', validationFraction: digits ? 0.02 : 0, testFraction: digits ? 1 / 7 : 0.2 },
      training: { epochs, batchSize },
    },
  };
}

/** Plans the training for a table. Every fifth row is held out, as in the reference scores. */
function planTable(
  { columns, rowCount }: Extract<Profile, { columns: unknown }>,
  options: { target?: string; family?: string; epochs?: number },
): DemoPlan {
  const target = columns.find(({ name }) => name === options.target) ?? columns.at(-1);
  if (!target || (options.target && target.name !== options.target))
    throw new Error(`Column "${options.target}" not found.`);
  const classes = target.type === 'CATEGORICAL' || (target.isInteger && target.distinctCount <= maxTableClasses);
  const family = options.family ?? (classes ? 'logisticRegression' : 'linearRegression');
  return {
    family,
    description: `${family} on ${rowCount} rows: ${target.name} from ${columns.length - 1} columns`,
    input: {
      target: target.name,
      parameters: { [family]: {} },
      split: { method: 'SYSTEMATIC', validationFraction: 0, testFraction: 0.2 },
      training: options.epochs ? { epochs: options.epochs } : {},
    },
  };
}
