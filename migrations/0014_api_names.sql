-- Stored JSON takes the names of the API. Renames the keys of the object at a path; other values stay as they are.
CREATE FUNCTION pg_temp.renamed(document jsonb, path text[], names jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN jsonb_typeof(document #> path) IS DISTINCT FROM 'object' THEN document
    WHEN cardinality(path) = 0 THEN inner_object
    ELSE jsonb_set(document, path, inner_object)
  END
  FROM (
    SELECT coalesce(jsonb_object_agg(coalesce(names ->> key, key), value), '{}') AS inner_object
    FROM jsonb_each(CASE WHEN jsonb_typeof(document #> path) = 'object' THEN document #> path ELSE '{}' END)
  ) AS renamed_keys
$$;--> statement-breakpoint
-- The same for every object of the array at a path.
CREATE FUNCTION pg_temp.renamed_items(document jsonb, path text[], names jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN jsonb_typeof(document #> path) IS DISTINCT FROM 'array' THEN document
    ELSE jsonb_set(document, path, (
      SELECT coalesce(jsonb_agg(pg_temp.renamed(item, '{}', names) ORDER BY position), '[]')
      FROM jsonb_array_elements(document #> path) WITH ORDINALITY AS items(item, position)))
  END
$$;--> statement-breakpoint
CREATE FUNCTION pg_temp.renamed_parameters(document jsonb, path text[], family text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT pg_temp.renamed(document, path, CASE family
    WHEN 'transformer' THEN '{"width": "hiddenSize", "feedForward": "feedForwardSize", "vocabulary": "vocabularySize"}'
    WHEN 'rnn' THEN '{"vocabulary": "vocabularySize"}'
    WHEN 'gan' THEN '{"noiseSize": "latentSize"}'
    WHEN 'selfTraining' THEN '{"base": "baseClassifier", "rounds": "maxRounds"}'
    WHEN 'labelPropagation' THEN '{"neighbours": "neighbors"}'
    WHEN 'labelSpreading' THEN '{"neighbours": "neighbors"}'
    ELSE '{}'
  END::jsonb)
$$;--> statement-breakpoint
UPDATE dataset_versions SET profile = pg_temp.renamed_items(pg_temp.renamed(profile, '{}', '{"rows": "rowCount"}'), '{columns}',
  '{"missing": "missingCount", "distinct": "distinctCount", "whole": "isInteger", "minimum": "min", "maximum": "max", "characters": "characterCount"}')
WHERE profile ->> 'kind' = 'table';--> statement-breakpoint
UPDATE dataset_versions SET profile = pg_temp.renamed_items(pg_temp.renamed(profile, '{}',
  '{"count": "imageCount", "boxes": "boxCount", "minimumWidth": "minWidth", "maximumWidth": "maxWidth", "minimumHeight": "minHeight", "maximumHeight": "maxHeight"}'),
  '{thumbnails}', '{"className": "label"}')
WHERE profile ->> 'kind' = 'images';--> statement-breakpoint
UPDATE configurations SET
  parameters = pg_temp.renamed_parameters(parameters, '{}', family),
  split = pg_temp.renamed(split, '{}', '{"validation": "validationFraction", "test": "testFraction"}'),
  training = pg_temp.renamed(training, '{}', '{"schedule": "learningRateSchedule"}');--> statement-breakpoint
UPDATE tasks SET spec = pg_temp.renamed(pg_temp.renamed(pg_temp.renamed(pg_temp.renamed(
  pg_temp.renamed_parameters(spec, '{recipe,parameters}', spec #>> '{recipe,family}'),
  '{recipe,split}', '{"validation": "validationFraction", "test": "testFraction"}'),
  '{recipe,training}', '{"schedule": "learningRateSchedule"}'),
  '{recipe,imageExtent}', '{"minimumWidth": "minWidth", "maximumWidth": "maxWidth", "minimumHeight": "minHeight", "maximumHeight": "maxHeight"}'),
  '{recipe}', '{"knownAhead": "futureCovariates", "base": "baseModelVersion", "imageExtent": "imageSizeRange"}')
WHERE spec ? 'recipe';--> statement-breakpoint
UPDATE tasks SET result = pg_temp.renamed(result, '{report}',
  '{"samples": "sampleCount", "sizes": "clusterSizes", "components": "componentCount", "naiveError": "naiveMeanAbsoluteError", "bitsPerUnit": "bitsPerDimension"}')
WHERE result ? 'report';--> statement-breakpoint
UPDATE model_versions SET
  report = pg_temp.renamed(report, '{}',
    '{"samples": "sampleCount", "sizes": "clusterSizes", "components": "componentCount", "naiveError": "naiveMeanAbsoluteError", "bitsPerUnit": "bitsPerDimension"}'),
  environment = pg_temp.renamed(environment, '{}',
    '{"node": "nodeVersion", "aias": "aiasVersion", "tensorflow": "tfjsVersion", "trainSamples": "trainSampleCount", "validationSamples": "validationSampleCount", "testSamples": "testSampleCount", "weights": "parameterCount"}');--> statement-breakpoint
UPDATE task_events SET payload = pg_temp.renamed(payload, '{}', '{"centres": "centers"}') WHERE type = 'ProjectionReported';--> statement-breakpoint
DROP FUNCTION pg_temp.renamed_parameters(jsonb, text[], text);--> statement-breakpoint
DROP FUNCTION pg_temp.renamed_items(jsonb, text[], jsonb);--> statement-breakpoint
DROP FUNCTION pg_temp.renamed(jsonb, text[], jsonb);
