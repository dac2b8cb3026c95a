/** The progress of ingesting an upload. */
import type { IngestionDetailsFragment } from '../api/generated.ts';
import { useMessages } from '../i18n/language.tsx';
import { ProgressBar } from '../ui/content/progress-bar.tsx';

export function IngestionProgress({ ingestion }: { ingestion: IngestionDetailsFragment | null }) {
  const say = useMessages('datasets');
  const { phase = 'WAITING', attempt = 0 } = ingestion ?? {};
  const detail = useDetail(ingestion);
  return (
    <>
      <ProgressBar
        label={say.ingestingTitle}
        value={phase === 'READING' ? partOf(ingestion) : null}
        detail={detail === null ? say[phase] : `${say[phase]} · ${detail}`}
      />
      {attempt > 1 && <p className="hint">{say.ingestionAttempt({ attempt })}</p>}
    </>
  );
}

/** Null when the total is unknown. */
function partOf(ingestion: IngestionDetailsFragment | null): number | null {
  const { imagesChecked, imagesTotal, bytesRead, bytesTotal } = ingestion ?? {};
  if (imagesChecked != null && imagesTotal) return Number(imagesChecked) / Number(imagesTotal);
  return bytesRead != null && bytesTotal ? Number(bytesRead) / Number(bytesTotal) : null;
}

function useDetail(ingestion: IngestionDetailsFragment | null): string | null {
  const say = useMessages('datasets');
  const { rowsRead, imagesChecked, imagesTotal } = ingestion ?? {};
  if (imagesChecked != null && imagesTotal != null) {
    return say.imagesChecked({ done: Number(imagesChecked), total: Number(imagesTotal) });
  }
  return rowsRead == null ? null : say.rowsRead({ rows: Number(rowsRead) });
}
