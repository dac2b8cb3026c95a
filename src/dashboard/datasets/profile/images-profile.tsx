/** The profile of an image dataset. */
import { profileWords } from '../../i18n/datasets/profiles.ts';
import { useFormat, useMessages } from '../../i18n/language.tsx';
import { Card } from '../../ui/content/card.tsx';
import { Notice } from '../../ui/content/notice.tsx';
import { CountBars } from './count-bars.tsx';
import findingsStyles from './findings.module.css';
import { type ImagesProfile, imagesFindings } from './findings.ts';
import styles from './images-profile.module.css';

export function ImagesProfileView({ profile }: { profile: ImagesProfile }) {
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
          {profile.thumbnails.map(({ className, dataUrl }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same image may occur twice
            <li key={index}>
              <img src={dataUrl} alt={say.thumbnailAlt(className)} />
              <span className="hint" aria-hidden="true">
                {className}
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
  return ({ minimumWidth, maximumWidth, minimumHeight, maximumHeight }: ImagesProfile): string => {
    const smallest = say.oneSize(number(minimumWidth), number(minimumHeight));
    const largest = say.oneSize(number(maximumWidth), number(maximumHeight));
    return smallest === largest ? smallest : say.sizes(smallest, largest);
  };
}
