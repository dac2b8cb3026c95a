/** The profile of an image dataset. */
import { profileWords } from '../../i18n/datasets/profiles.ts';
import { useFormat, useMessages } from '../../i18n/language.tsx';
import { Card } from '../../ui/content/card.tsx';
import { Notice } from '../../ui/content/notice.tsx';
import { CountBars } from './count-bars.tsx';
import findingsStyles from './findings.module.css';
import { type ImageProfile, imagesFindings } from './findings.ts';
import styles from './images-profile.module.css';

export function ImagesProfileView({ profile }: { profile: ImageProfile }) {
  const say = useMessages(profileWords);
  const format = useFormat();
  const findings = imagesFindings(profile);
  return (
    <>
      <Card title={say.findings}>
        {findings.length === 0 ? (
          <Notice tone="good">{say.noImageFindings}</Notice>
        ) : (
          <ul className={findingsStyles.findings}>
            {findings.map((finding) => (
              <li key={JSON.stringify(finding)}>
                {finding.kind === 'few'
                  ? say.findFewImages(finding.of.name, format.number(finding.of.count))
                  : say.findClasses(
                      finding.small.name,
                      format.number(finding.small.count),
                      finding.large.name,
                      format.number(finding.large.count),
                    )}
              </li>
            ))}
          </ul>
        )}
      </Card>
      <Card title={say.classes}>
        <CountBars counts={profile.classes} />
      </Card>
      <Card title={say.images}>
        <ul className={styles.thumbnails}>
          {profile.thumbnails.map(({ label, dataUrl }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same image may occur twice
            <li key={index}>
              <img src={dataUrl} alt={say.thumbnailAlt(label)} />
              <span className="hint" aria-hidden="true">
                {label}
              </span>
            </li>
          ))}
        </ul>
      </Card>
    </>
  );
}

/** For example "32 × 32", or the range from the smallest to the largest size. */
export function useImageSize() {
  const say = useMessages(profileWords);
  const { number } = useFormat();
  return ({ minWidth, maxWidth, minHeight, maxHeight }: ImageProfile): string => {
    const smallest = say.oneSize(number(minWidth), number(minHeight));
    const largest = say.oneSize(number(maxWidth), number(maxHeight));
    return smallest === largest ? smallest : say.sizes(smallest, largest);
  };
}
