ALTER TABLE "dataset_versions" ADD COLUMN "ingest_releases" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "dataset_versions" ADD COLUMN "ingestion" jsonb;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "last_ingestion" bigint DEFAULT 0 NOT NULL;