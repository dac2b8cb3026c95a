/** What a page shows in place of its content: an error or "not found". */

import { Component, type ErrorInfo, type ReactNode } from 'react';
import type { CombinedError } from 'urql';
import { Link } from 'wouter';
import type { ErrorCode } from '../../shared/error-codes.ts';
import { errorIdOf } from '../api/problems.ts';
import { useMessages } from '../i18n/language.tsx';
import emptyStyles from './content/empty.module.css';
import { Notice } from './content/notice.tsx';
import { Button, buttonStyle } from './controls/button.tsx';
import { PageUnreachable } from './lazy-page.ts';

/** A failed query, with a way to retry. */
export function QueryProblem({ error, onRetry }: { error: CombinedError; onRetry(): void }) {
  const say = useMessages('common');
  const id = errorIdOf(error);
  // Retrying does not help when the object does not exist.
  if (error.graphQLErrors.some(({ extensions }) => extensions.code === ('NOT_FOUND' satisfies ErrorCode)))
    return <NotFound />;
  return (
    <Notice tone="bad">
      <strong>{error.networkError ? say.offline : say.wentWrong}</strong>
      {!error.networkError && (
        <p>{id ? say.wentWrongHelp({ id, code: (text) => <code>{text}</code> }) : error.graphQLErrors[0]?.message}</p>
      )}
      <Button onPress={onRetry}>{say.retry}</Button>
    </Notice>
  );
}

export function NotFound() {
  const say = useMessages('common');
  return (
    <div className={emptyStyles.empty}>
      <h1>{say.notFound}</h1>
      <p>{say.notFoundHelp}</p>
      <Link className={buttonStyle('primary')} href="/">
        {say.toOverview}
      </Link>
    </div>
  );
}

interface BoundaryProps {
  /** A change of this value resets the boundary. */
  place: string;
  children: ReactNode;
}

/** Confines a rendering error to the page that caused it. */
export class Boundary extends Component<BoundaryProps, { error: Error | null }> {
  override state = { error: null as Error | null };
  static getDerivedStateFromError(error: Error) {
    return { error };
  }
  override componentDidUpdate(before: BoundaryProps) {
    if (before.place !== this.props.place && this.state.error) this.begin();
  }
  begin = () => {
    if (this.state.error instanceof PageUnreachable) this.state.error.forget();
    this.setState({ error: null });
  };
  override componentDidCatch(error: Error, info: ErrorInfo) {
    console.error(error, info.componentStack);
  }
  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return <Broken error={error} onRetry={this.begin} />;
  }
}

function Broken({ error, onRetry }: { error: Error; onRetry(): void }) {
  const say = useMessages('common');
  const isUnreachable = error instanceof PageUnreachable;
  return (
    <Notice tone="bad">
      <strong>{isUnreachable ? say.offline : say.wentWrong}</strong>
      {!isUnreachable && <p>{error.message}</p>}
      <Button onPress={onRetry}>{say.retry}</Button>
    </Notice>
  );
}
