import { useLanguage, useMessages } from '../i18n/language.tsx';
import { languages, nameOf } from '../i18n/languages.ts';
import { setTheme } from '../theme.ts';
import { Menu } from '../ui/controls/menu.tsx';
import styles from './preferences.module.css';
import { useTheme } from './use-theme.ts';

/** Theme and language, which do not require an account. */
export function Preferences() {
  const say = useMessages('common');
  const { language, setLanguage } = useLanguage();
  const theme = useTheme();
  return (
    <div className={styles.preferences}>
      <Menu
        label={say.theme}
        button={theme === 'light' ? '☀' : theme === 'dark' ? '☾' : '◐'}
        entries={(['system', 'light', 'dark'] as const).map((id) => ({
          id,
          label: say[id],
          onAction: () => setTheme(id),
        }))}
      />
      <Menu
        label={say.language}
        button={nameOf(language)}
        entries={languages.map((id) => ({ id, label: nameOf(id), onAction: () => setLanguage(id) }))}
      />
    </div>
  );
}
