ALTER TABLE "configurations" ADD COLUMN "description" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "configurations" ADD COLUMN "tags" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "configurations" ADD COLUMN "search" "tsvector" DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "datasets" ADD COLUMN "description" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "datasets" ADD COLUMN "tags" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "datasets" ADD COLUMN "search" "tsvector" DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "models" ADD COLUMN "description" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "models" ADD COLUMN "tags" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "models" ADD COLUMN "search" "tsvector" DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "description" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "tags" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "name" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "description" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "tags" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "search" "tsvector" DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX "configurations_name" ON "configurations" USING btree ("organization_id",(lower("name") collate "C"),"id");--> statement-breakpoint
CREATE INDEX "configurations_search" ON "configurations" USING gin ("search");--> statement-breakpoint
CREATE INDEX "datasets_name" ON "datasets" USING btree ("organization_id",(lower("name") collate "C"),"id");--> statement-breakpoint
CREATE INDEX "datasets_search" ON "datasets" USING gin ("search");--> statement-breakpoint
CREATE INDEX "models_name" ON "models" USING btree ("organization_id",(lower("name") collate "C"),"id");--> statement-breakpoint
CREATE INDEX "models_search" ON "models" USING gin ("search");--> statement-breakpoint
UPDATE "tasks" t SET "name" = coalesce((SELECT c.name FROM configurations c WHERE c.id = t.configuration_id), (SELECT m.name FROM models m WHERE m.id = t.model_id), '');--> statement-breakpoint
-- New rows get their lexemes from the application (database/search.ts); this is close enough for those that exist.
UPDATE "datasets" SET "search" = to_tsvector('simple', name);--> statement-breakpoint
UPDATE "configurations" SET "search" = to_tsvector('simple', name);--> statement-breakpoint
UPDATE "models" SET "search" = to_tsvector('simple', name);--> statement-breakpoint
UPDATE "tasks" SET "search" = to_tsvector('simple', name);
