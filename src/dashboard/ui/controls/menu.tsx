import { Menu as AriaMenu, Button, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import popover from '../overlays/popover.module.css';
import { buttonStyle } from './button.tsx';
import options from './options.module.css';

export interface MenuEntry {
  id: string;
  label: string;
  onAction(): void;
}

/** @param button visible content: a text, which becomes part of the accessible name, or an icon */
export function Menu({ label, button, entries }: { label: string; button: string; entries: readonly MenuEntry[] }) {
  const name = /\p{L}/u.test(button) ? `${label}: ${button}` : label;
  return (
    <MenuTrigger>
      <Button className={buttonStyle('quiet')} aria-label={name}>
        {button}
      </Button>
      <Popover className={popover.popover}>
        <AriaMenu className={options.options} onAction={(id) => entries.find((entry) => entry.id === id)?.onAction()}>
          {entries.map(({ id, label: text }) => (
            <MenuItem key={id} id={id} className={options.option}>
              {text}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
