ALTER TYPE "public"."dataset_format" ADD VALUE 'TEXT';--> statement-breakpoint
ALTER TYPE "public"."dataset_format" ADD VALUE 'TEXT_FOLDER';--> statement-breakpoint
ALTER TYPE "public"."dataset_format" ADD VALUE 'COCO';--> statement-breakpoint
ALTER TABLE "configurations" ADD COLUMN "modality" text;--> statement-breakpoint
UPDATE "configurations" SET "modality" = CASE WHEN "inputs" IS NULL THEN 'IMAGE' ELSE 'TABULAR' END;--> statement-breakpoint
ALTER TABLE "configurations" ALTER COLUMN "modality" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "configurations" ADD COLUMN "known_ahead" jsonb;--> statement-breakpoint
UPDATE "tasks" SET "spec" = jsonb_set("spec", '{recipe}', "spec"->'recipe' || jsonb_build_object(
  'modality', CASE WHEN "spec"->'recipe'->>'inputs' IS NULL THEN 'IMAGE' ELSE 'TABULAR' END, 'knownAhead', null))
  WHERE "spec" ? 'recipe';
