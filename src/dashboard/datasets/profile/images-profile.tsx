/** The profile of an image dataset. */
import { useMessages } from '../../i18n/language.tsx';
import { Card } from '../../ui/content/card.tsx';
import { Notice } from '../../ui/content/notice.tsx';
import { CountBars } from './count-bars.tsx';
import findingsStyles from './findings.module.css';
import { type ImageProfile, imagesFindings } from './findings.ts';
import styles from './images-profile.module.css';

export function ImagesProfileView({ profile }: { profile: ImageProfile }) {
  const say = useMessages('profiles');
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
                  ? say.findFewImages({ name: finding.of.name, count: finding.of.count })
                  : say.findClasses({
                      small: finding.small.name,
                      smallCount: finding.small.count,
                      large: finding.large.name,
                      largeCount: finding.large.count,
                    })}
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
              <img src={dataUrl} alt={say.thumbnailAlt({ name: label })} />
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
  const say = useMessages('profiles');
  return ({ minWidth, maxWidth, minHeight, maxHeight }: ImageProfile): string => {
    const smallest = say.oneSize({ width: minWidth, height: minHeight });
    const largest = say.oneSize({ width: maxWidth, height: maxHeight });
    return smallest === largest ? smallest : say.sizes({ smallest, largest });
  };
}
