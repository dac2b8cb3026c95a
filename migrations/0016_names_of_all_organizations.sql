CREATE INDEX "configurations_by_name" ON "configurations" USING btree ((lower("name") collate "C"),"id");--> statement-breakpoint
CREATE INDEX "datasets_by_name" ON "datasets" USING btree ((lower("name") collate "C"),"id");--> statement-breakpoint
CREATE INDEX "models_by_name" ON "models" USING btree ((lower("name") collate "C"),"id");