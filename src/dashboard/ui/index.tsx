/** The widgets of the app: React Aria's behaviour in our own clothes. A page uses these, and React Aria never by itself. */
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
  /** What the server says is wrong. */
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
    // What is wrong, the page says; the browser's own check would hold on to it while it is being mended.
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

/** `value` from 0 to 1; null: nobody knows how far it is. */
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

/** A dialog over the page. `children` get how to close it. */
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

/** What is to be said about a button, at the button. */
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
  /** The button that undoes it gets the focus: what had it is gone. */
  takesFocus?: boolean;
}

const toastMilliseconds = 12_000;
const toasts = new AriaToastQueue<ToastContent>({ maxVisibleToasts: 3 });

/** Says something at the edge of the window for 12 s, and as long as it has the focus or the pointer. F6 leads there. */
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

/** `button` is what is seen: a word, which then belongs to the name that is heard, or a sign. */
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

/** One thing on a page. */
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

/** Where there is nothing yet: what it is for, and what to do. */
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

/** A name and its value, many of them. */
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
  /** "photos/cats/1.jpg" of a folder, "1.jpg" of a single file. */
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

/** Where files and folders can be dropped. */
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

/** Opens the browser's choice of a file, of several, or of a folder with all that is in it. */
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
