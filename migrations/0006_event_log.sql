CREATE TABLE "metric_buckets" (
	"series_id" uuid NOT NULL,
	"level" smallint NOT NULL,
	"bucket" integer NOT NULL,
	"seq" bigint NOT NULL,
	"step" bigint NOT NULL,
	"epoch" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"value" double precision NOT NULL,
	"minimum" double precision NOT NULL,
	"maximum" double precision NOT NULL,
	CONSTRAINT "metric_buckets_series_id_level_bucket_pk" PRIMARY KEY("series_id","level","bucket")
);
--> statement-breakpoint
CREATE TABLE "metric_series" (
	"id" uuid PRIMARY KEY NOT NULL,
	"task_id" uuid NOT NULL,
	"name" text NOT NULL,
	"points" integer NOT NULL,
	"finest" smallint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "metric_step" bigint DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "pruned_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "metric_series" ADD CONSTRAINT "metric_series_task_id_tasks_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."tasks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "metric_series_name" ON "metric_series" USING btree ("task_id","name");--> statement-breakpoint
CREATE INDEX "tasks_unpruned" ON "tasks" USING btree ("finished_at") WHERE "tasks"."pruned_at" is null and "tasks"."finished_at" is not null;