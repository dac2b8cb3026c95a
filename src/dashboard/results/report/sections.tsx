/** One component per report type. The compiler requires a component for every type. */
import type { ReactNode } from 'react';
import type { ReportFragment } from '../../api/generated.ts';
import { useFormat, useMessages } from '../../i18n/language.tsx';
import { Notice } from '../../ui/content/notice.tsx';
import { Bars } from '../bars.tsx';
import partStyles from '../part.module.css';
import { ForecastSamples } from '../plots/forecast-plot.tsx';
import { RegressionSamples } from '../plots/regression-plots.tsx';
import type { ReportSource } from '../source.ts';
import { ConfusionMatrix } from './confusion-matrix.tsx';
import { Headline } from './headline.tsx';
import { SortableTable } from './sortable-table.tsx';

type Kind = ReportFragment['__typename'];
type Of<K extends Kind> = { report: Extract<ReportFragment, { __typename: K }>; source: ReportSource };

/** Silhouettes that indicate a strong and a reasonable structure (Kaufman & Rousseeuw 1990). */
const strongSilhouette = 0.5;
const fairSilhouette = 0.25;

function Classification({ report, source }: Of<'ClassificationReport'>) {
  const say = useMessages('results');
  const format = useFormat();
  const { accuracy, macroF1, macroPrecision, macroRecall, loss, perClass, confusionMatrix, sampleCount } = report;
  return (
    <div className="stack">
      <Headline
        samples={sampleCount}
        scores={[
          { name: say.accuracy, text: format.percent(accuracy), help: say.accuracyHelp },
          { name: say.macroF1, text: format.short(macroF1), help: say.macroF1Help },
          { name: say.macroPrecision, text: format.short(macroPrecision), help: say.macroPrecisionHelp },
          { name: say.macroRecall, text: format.short(macroRecall), help: say.macroRecallHelp },
          { name: say.logLoss, text: format.short(loss), help: say.crossEntropyHelp },
        ]}
      />
      <ConfusionMatrix matrix={confusionMatrix} names={perClass.map(({ name }) => name)} source={source} />
      <section className={partStyles.part}>
        <h3>{say.perClass}</h3>
        <SortableTable
          rows={perClass}
          columns={[
            { title: say.class, value: ({ name }) => name },
            { title: say.precision, value: ({ precision }) => precision },
            { title: say.recall, value: ({ recall }) => recall },
            { title: say.f1, value: ({ f1 }) => f1 },
            { title: say.support, value: ({ support }) => support },
          ]}
        />
      </section>
    </div>
  );
}

function Regression({ report, source }: Of<'RegressionReport'>) {
  const say = useMessages('results');
  const format = useFormat();
  const { r2, meanAbsoluteError, rootMeanSquaredError, loss, sampleCount } = report;
  return (
    <div className="stack">
      <Headline
        samples={sampleCount}
        scores={[
          { name: say.r2, text: format.short(r2), help: say.r2Help },
          { name: say.meanAbsoluteError, text: format.short(meanAbsoluteError), help: say.meanAbsoluteErrorHelp },
          {
            name: say.rootMeanSquaredError,
            text: format.short(rootMeanSquaredError),
            help: say.rootMeanSquaredErrorHelp,
          },
          { name: say.loss, text: format.short(loss), help: say.squaredErrorHelp },
        ]}
      />
      <RegressionSamples source={source} samples={sampleCount} />
    </div>
  );
}

function Forecasting({ report, source }: Of<'ForecastingReport'>) {
  const say = useMessages('results');
  const format = useFormat();
  const { meanAbsoluteError, rootMeanSquaredError, naiveMeanAbsoluteError, loss, sampleCount } = report;
  const gain = naiveMeanAbsoluteError > 0 ? 1 - meanAbsoluteError / naiveMeanAbsoluteError : 0;
  const verdict =
    gain === 0
      ? say.likeNaive
      : (gain > 0 ? say.betterThanNaive : say.worseThanNaive)({ share: format.percent(Math.abs(gain)) });
  return (
    <div>
      <Notice tone={gain > 0 ? 'good' : 'warn'}>{verdict}</Notice>
      <Headline
        samples={sampleCount}
        scores={[
          { name: say.meanAbsoluteError, text: format.short(meanAbsoluteError), help: say.meanAbsoluteErrorHelp },
          { name: say.naiveMeanAbsoluteError, text: format.short(naiveMeanAbsoluteError), help: say.naiveErrorHelp },
          {
            name: say.rootMeanSquaredError,
            text: format.short(rootMeanSquaredError),
            help: say.rootMeanSquaredErrorHelp,
          },
          { name: say.loss, text: format.short(loss), help: say.squaredErrorHelp },
        ]}
      />
      <ForecastSamples source={source} />
    </div>
  );
}

function Clustering({ report }: Of<'ClusteringReport'>) {
  const say = useMessages('results');
  const format = useFormat();
  const { silhouette, inertia, clusterSizes, sampleCount } = report;
  const verdict = (value: number) =>
    value >= strongSilhouette
      ? say.silhouetteStrong
      : value >= fairSilhouette
        ? say.silhouetteFair
        : say.silhouetteWeak;
  return (
    <div className="stack">
      <Headline
        samples={sampleCount}
        scores={[
          silhouette === null
            ? { name: say.silhouette, text: '–', help: say.silhouetteNone }
            : {
                name: say.silhouette,
                text: format.short(silhouette),
                help: format.sentences([verdict(silhouette), say.silhouetteHelp]),
              },
          { name: say.inertia, text: format.short(inertia), help: say.inertiaHelp },
        ]}
      />
      <section className={partStyles.part}>
        <h3>{say.clusterSizes}</h3>
        <Bars
          bars={clusterSizes.map((size, number) => ({
            name: say.cluster({ number }),
            value: size,
            text: format.number(size),
          }))}
        />
      </section>
    </div>
  );
}

function Detection({ report }: Of<'DetectionReport'>) {
  const say = useMessages('results');
  const format = useFormat();
  return (
    <div className="stack">
      <Headline
        samples={report.sampleCount}
        scores={[
          {
            name: say.meanAveragePrecision,
            text: format.short(report.meanAveragePrecision),
            help: say.meanAveragePrecisionHelp,
          },
        ]}
      />
      <section className={partStyles.part}>
        <h3>{say.perClass}</h3>
        <SortableTable
          rows={report.perClass}
          columns={[
            { title: say.class, value: ({ name }) => name },
            { title: say.averagePrecision, value: ({ averagePrecision }) => averagePrecision },
            { title: say.boxes, value: ({ support }) => support },
          ]}
        />
      </section>
    </div>
  );
}

function Generation({ report }: Of<'GenerationReport'>) {
  const say = useMessages('results');
  const format = useFormat();
  return (
    <Headline
      samples={report.sampleCount}
      scores={[
        { name: say.bitsPerDimension, text: format.short(report.bitsPerDimension), help: say.bitsPerUnitHelp },
        { name: say.loss, text: format.short(report.loss), help: say.likelihoodHelp },
      ]}
    />
  );
}

function Reduction({ report }: Of<'DimensionalityReductionReport'>) {
  const say = useMessages('results');
  const format = useFormat();
  return (
    <Headline
      samples={report.sampleCount}
      scores={[
        {
          name: say.retainedVariance,
          text: format.percent(report.retainedVariance),
          help: say.retainedVarianceHelp,
        },
        { name: say.components, text: format.number(report.componentCount), help: say.componentsHelp },
      ]}
    />
  );
}

export const sections: { [K in Kind]: (props: Of<K>) => ReactNode } = {
  ClassificationReport: Classification,
  RegressionReport: Regression,
  ForecastingReport: Forecasting,
  ClusteringReport: Clustering,
  DetectionReport: Detection,
  GenerationReport: Generation,
  DimensionalityReductionReport: Reduction,
};
