-- Configurations from before there were replicas have one.
UPDATE "configurations" SET "training" = "training" || '{"replicas": 1}' WHERE NOT "training" ? 'replicas';
