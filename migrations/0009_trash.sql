ALTER TABLE "datasets" ADD COLUMN "deleted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "datasets" ADD COLUMN "purged_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "models" ADD COLUMN "deleted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "models" ADD COLUMN "configuration_before" uuid;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "deleted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "purged_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "models" ADD CONSTRAINT "models_configuration_before_configurations_id_fk" FOREIGN KEY ("configuration_before") REFERENCES "public"."configurations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "dataset_versions_artifact" ON "dataset_versions" USING btree ("artifact_key");--> statement-breakpoint
CREATE INDEX "datasets_deleted" ON "datasets" USING btree ("deleted_at") WHERE "datasets"."deleted_at" is not null and "datasets"."purged_at" is null;--> statement-breakpoint
CREATE INDEX "model_versions_artifact" ON "model_versions" USING btree ("artifact_key");--> statement-breakpoint
CREATE INDEX "models_deleted" ON "models" USING btree ("deleted_at") WHERE "models"."deleted_at" is not null;--> statement-breakpoint
CREATE INDEX "tasks_deleted" ON "tasks" USING btree ("deleted_at") WHERE "tasks"."deleted_at" is not null and "tasks"."purged_at" is null;--> statement-breakpoint
CREATE INDEX "tasks_unfinished_data" ON "tasks" USING btree ("dataset_version_id") WHERE "tasks"."finished_at" is null;--> statement-breakpoint
CREATE INDEX "tasks_predictions" ON "tasks" USING btree (("result"->>'artifactKey')) WHERE "tasks"."kind" = 'PREDICT';