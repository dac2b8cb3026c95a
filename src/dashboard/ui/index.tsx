/** The widgets of the app: React Aria's behavior with our own styles. Pages use these and never React Aria directly. */
import type { ReactNode, Ref, RefObject } from 'react';
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
  Dialog as AriaDialog,
  DropZone as AriaDropZone,
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  Modal as AriaModal,
  ProgressBar as AriaProgressBar,
  Select as AriaSelect,
  Switch as AriaSwitch,
  Tabs as AriaTabs,
  TextArea as AriaTextArea,
  TextField as AriaTextField,
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastContent as AriaToastContent,
  UNSTABLE_ToastQueue as AriaToastQueue,
  UNSTABLE_ToastRegion as AriaToastRegion,
  type DropItem,
  FieldError,
  FileTrigger,
  Heading,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  MenuTrigger,
  ModalOverlay,
  Popover,
  SelectValue,
  Tab,
  TabList,
  TabPanel,
  Text,
} from 'react-aria-components';
import { common } from '../i18n/common.ts';
import { useFormat, useMessages } from '../i18n/language.tsx';
import { trashWords } from '../i18n/trash.ts';
import './toasts.css';

export type ButtonKind = 'primary' | 'plain' | 'danger' | 'quiet';

export function Button({
  kind = 'plain',
  ...props
}: AriaButtonProps & { kind?: ButtonKind; ref?: Ref<HTMLButtonElement> }) {
  return <AriaButton {...props} className={`button ${kind}`} />;
}

interface FieldProps {
  label: string;
  description?: string | undefined;
  /** Error message of the server. */
  error?: string | undefined;
  isDisabled?: boolean | undefined;
}

export function TextField({
  label,
  description,
  error,
  multiline = false,
  ...props
}: FieldProps & {
  value: string;
  onChange(value: string): void;
  name?: string;
  type?: 'text' | 'password' | 'search' | 'number';
  autoComplete?: string;
  autoFocus?: boolean;
  isRequired?: boolean;
  placeholder?: string;
  inputMode?: 'decimal' | 'numeric' | 'text';
  multiline?: boolean;
}) {
  const { placeholder, ...rest } = props;
  return (
    // The page shows errors itself. Native validation would keep showing an error while the user corrects it.
    <AriaTextField {...rest} validationBehavior="aria" isInvalid={error !== undefined} className="field">
      <Label>{label}</Label>
      {multiline ? <AriaTextArea placeholder={placeholder} rows={4} /> : <Input placeholder={placeholder} />}
      {description && (
        <Text slot="description" className="hint">
          {description}
        </Text>
      )}
      <FieldError className="problem">{error}</FieldError>
    </AriaTextField>
  );
}

export interface Choice {
  value: string;
  label: string;
}

export function Select({
  label,
  description,
  error,
  choices,
  value,
  onChange,
  isDisabled,
}: FieldProps & { choices: readonly Choice[]; value: string; onChange(value: string): void }) {
  return (
    <AriaSelect
      className="field"
      value={value}
      onChange={(key) => onChange(String(key))}
      validationBehavior="aria"
      isInvalid={error !== undefined}
      isDisabled={isDisabled}
    >
      <Label>{label}</Label>
      <AriaButton className="select">
        <SelectValue />
        <span aria-hidden="true">▾</span>
      </AriaButton>
      {description && (
        <Text slot="description" className="hint">
          {description}
        </Text>
      )}
      <FieldError className="problem">{error}</FieldError>
      <Popover className="popover">
        <ListBox className="options">
          {choices.map((choice) => (
            <ListBoxItem key={choice.value} id={choice.value} className="option">
              {choice.label}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

export function Switch({
  label,
  isSelected,
  onChange,
  isDisabled,
}: {
  label: string;
  isSelected: boolean;
  onChange(selected: boolean): void;
  isDisabled?: boolean;
}) {
  return (
    <AriaSwitch className="switch" isSelected={isSelected} onChange={onChange} isDisabled={isDisabled}>
      <span className="track" aria-hidden="true" />
      {label}
    </AriaSwitch>
  );
}

/** @param value from 0 to 1; null when the progress is unknown */
export function ProgressBar({ label, value, detail }: { label: string; value: number | null; detail?: string }) {
  const format = useFormat();
  return (
    <AriaProgressBar
      aria-label={label}
      className="progress"
      isIndeterminate={value === null}
      value={(value ?? 0) * 100}
      valueLabel={detail ?? (value === null ? '' : format.percent(value))}
    >
      {({ percentage = 0, valueText }) => (
        <>
          <span className="bar">
            <span className={value === null ? 'unknown' : 'done'} style={{ inlineSize: `${percentage}%` }} />
          </span>
          <span className="hint">{valueText}</span>
        </>
      )}
    </AriaProgressBar>
  );
}

/** A modal dialog. `children` receives a function that closes it. */
export function Dialog({
  title,
  isOpen,
  onClose,
  children,
}: {
  title: string;
  isOpen: boolean;
  onClose(): void;
  children: ReactNode;
}) {
  const say = useMessages(common);
  return (
    <ModalOverlay className="overlay" isOpen={isOpen} onOpenChange={(open) => !open && onClose()} isDismissable>
      <AriaModal className="modal">
        <AriaDialog className="dialog">
          <div className="dialog-head">
            <Heading slot="title">{title}</Heading>
            <Button kind="quiet" aria-label={say.close} onPress={onClose}>
              ✕
            </Button>
          </div>
          {children}
        </AriaDialog>
      </AriaModal>
    </ModalOverlay>
  );
}

/** A message next to a button, such as the reason why its action failed. */
export function Bubble({
  title,
  anchor,
  isOpen,
  onClose,
  children,
}: {
  title: string;
  anchor: RefObject<HTMLElement | null>;
  isOpen: boolean;
  onClose(): void;
  children: ReactNode;
}) {
  return (
    <Popover className="popover" triggerRef={anchor} isOpen={isOpen} onOpenChange={(open) => !open && onClose()}>
      <AriaDialog className="bubble">
        <Heading slot="title">{title}</Heading>
        {children}
      </AriaDialog>
    </Popover>
  );
}

export interface ToastContent {
  text: string;
  tone?: 'neutral' | 'bad';
  onUndo?(): void;
  /** Moves the focus to the undo button, because the element that had it was removed. */
  takesFocus?: boolean;
}

const toastMilliseconds = 12_000;
const toasts = new AriaToastQueue<ToastContent>({ maxVisibleToasts: 3 });

/** Shows a toast for 12 s, or longer while it has the focus or the pointer. F6 moves the focus to it. */
export function showToast(content: ToastContent): void {
  toasts.add(content, { timeout: toastMilliseconds });
}

export function Toasts() {
  const say = useMessages(common);
  const words = useMessages(trashWords);
  return (
    <AriaToastRegion queue={toasts} className="toasts" aria-label={words.notifications}>
      {({ toast }) => {
        const { text, tone = 'neutral', onUndo, takesFocus = false } = toast.content;
        return (
          <AriaToast toast={toast} className={`toast ${tone}`}>
            <AriaToastContent className="toast-text">
              <Text slot="title">{text}</Text>
            </AriaToastContent>
            {onUndo && (
              <Button
                autoFocus={takesFocus}
                onPress={() => {
                  toasts.close(toast.key);
                  onUndo();
                }}
              >
                {say.undo}
              </Button>
            )}
            <Button kind="quiet" slot="close" aria-label={say.close}>
              ✕
            </Button>
          </AriaToast>
        );
      }}
    </AriaToastRegion>
  );
}

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
      <AriaButton className="button quiet" aria-label={name}>
        {button}
      </AriaButton>
      <Popover className="popover">
        <AriaMenu className="options" onAction={(id) => entries.find((entry) => entry.id === id)?.onAction()}>
          {entries.map(({ id, label: text }) => (
            <AriaMenuItem key={id} id={id} className="option">
              {text}
            </AriaMenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

export function Tabs({
  label,
  tabs,
}: {
  label: string;
  tabs: readonly { id: string; title: string; content: ReactNode }[];
}) {
  return (
    <AriaTabs className="tabs">
      <TabList aria-label={label} className="tab-list">
        {tabs.map(({ id, title }) => (
          <Tab key={id} id={id} className="tab">
            {title}
          </Tab>
        ))}
      </TabList>
      {tabs.map(({ id, content }) => (
        <TabPanel key={id} id={id} className="tab-panel">
          {content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}

/** A section of a page. */
export function Card({ title, actions, children }: { title?: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className="card">
      {(title || actions) && (
        <header className="card-head">
          {title && <h2>{title}</h2>}
          {actions && <div className="actions">{actions}</div>}
        </header>
      )}
      {children}
    </section>
  );
}

/** Shown in place of an empty list: what it is for and what to do. */
export function Empty({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      <p>{children}</p>
      {action}
    </div>
  );
}

export type Tone = 'neutral' | 'good' | 'bad' | 'busy' | 'warn';

export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`badge ${tone}`}>{children}</span>;
}

export function Notice({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <div className={`notice ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}

/** A list of names and values. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export interface FileWithPath {
  /** For example "photos/cats/1.jpg" in a folder, or "1.jpg" for a single file. */
  path: string;
  file: File;
}

async function filesOf(items: Iterable<DropItem>, folder = ''): Promise<FileWithPath[]> {
  const found: FileWithPath[] = [];
  for (const item of items) {
    if (item.kind === 'file') found.push({ path: folder + item.name, file: await item.getFile() });
    if (item.kind !== 'directory') continue;
    const entries: DropItem[] = [];
    for await (const entry of item.getEntries()) entries.push(entry);
    found.push(...(await filesOf(entries, `${folder}${item.name}/`)));
  }
  return found;
}

/** A drop target for files and folders. */
export function DropArea({
  label,
  isDisabled = false,
  onFiles,
  children,
}: {
  label: string;
  isDisabled?: boolean;
  onFiles(files: FileWithPath[]): void;
  children: ReactNode;
}) {
  return (
    <AriaDropZone
      aria-label={label}
      className="drop-area"
      isDisabled={isDisabled}
      onDrop={({ items }) => void filesOf(items).then(onFiles)}
    >
      {children}
    </AriaDropZone>
  );
}

/** Opens the browser's picker for a file, several files, or a folder with its contents. */
export function FileButton({
  kind,
  accept,
  folder = false,
  multiple = false,
  onFiles,
  children,
}: {
  kind?: ButtonKind;
  accept?: readonly string[];
  folder?: boolean;
  multiple?: boolean;
  onFiles(files: FileWithPath[]): void;
  children: ReactNode;
}) {
  return (
    <FileTrigger
      acceptedFileTypes={accept}
      acceptDirectory={folder}
      allowsMultiple={multiple}
      onSelect={(files) =>
        onFiles([...(files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file })))
      }
    >
      <Button {...(kind && { kind })}>{children}</Button>
    </FileTrigger>
  );
}
