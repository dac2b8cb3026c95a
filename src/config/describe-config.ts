/** Documentation of the settings, for `aias --help`, the README, and error messages. */
import { environmentSchema } from './environment-schema.ts';

/** Headings of the settings in `aias --help`. The first pattern that matches a name decides. */
const groups: [title: string, names: RegExp][] = [
  ['Database', /^AIAS_(DATABASE|REDIS)_/],
  ['Files and artifacts', /^AIAS_(S3_|DATA_DIR)/],
  ['Workers', /^AIAS_(WORKER|SHUTDOWN_GRACE|BACKEND|LEASE|MAX_ATTEMPTS|CHECKPOINT|MAX_SPOOL|STALL)/],
  ['Retention', /_DAYS$/],
  ['Gateway', /./],
];

export interface SettingDescription {
  name: string;
  /** Default as text. Null when the setting may be unset. */
  default: string | null;
  description: string;
  group: string;
}

/** Lists every setting, for the documentation. */
export function describeConfig(): SettingDescription[] {
  return Object.entries(environmentSchema.shape).map(([name, schema]) => {
    const fallback = name === 'AIAS_DATA_DIR' ? '~/.aias' : schema.safeParse(undefined).data;
    return {
      name,
      default: fallback === undefined ? null : String(fallback),
      description: schema.description ?? '',
      group: groups.find(([, names]) => names.test(name))?.[0] ?? '',
    };
  });
}

/** Returns the documentation of one setting. Empty for a name that is not a setting. */
export function descriptionOf(name: string): string {
  return describeConfig().find((row) => row.name === name)?.description ?? '';
}

/** Lists every setting by group, for `aias --help`. */
export function settingsHelp(): string {
  const rows = describeConfig();
  const groups = [...new Set(rows.map(({ group }) => group))].map((group) => {
    const lines = rows
      .filter((row) => row.group === group)
      .map((row) => `  ${row.name}${row.default ? ` (${row.default})` : ''}\n      ${row.description}`);
    return `${group}:\n${lines.join('\n')}`;
  });
  return `Environment variables (defaults in parentheses)\n\n${groups.join('\n\n')}`;
}
