CREATE SEQUENCE "public"."claim_number" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "gpu_usage" (
	"organization_id" uuid NOT NULL,
	"month" date NOT NULL,
	"seconds" double precision NOT NULL,
	CONSTRAINT "gpu_usage_organization_id_month_pk" PRIMARY KEY("organization_id","month")
);
--> statement-breakpoint
DROP INDEX "tasks_queue";--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "last_claim" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "running_tasks" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "max_running_tasks" integer;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "gpu_seconds" bigint;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "pool" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "required_labels" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "preempted_for" uuid;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "on_gpu" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "queued_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "claimed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "workers" ADD COLUMN "pool" text DEFAULT 'default' NOT NULL;--> statement-breakpoint
ALTER TABLE "workers" ADD COLUMN "labels" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "gpu_usage" ADD CONSTRAINT "gpu_usage_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "tasks_queue" ON "tasks" USING btree ("pool","required_labels","organization_id","priority" DESC NULLS LAST,"id") WHERE "tasks"."state" = 'QUEUED';--> statement-breakpoint
UPDATE "organizations" SET "running_tasks" = (SELECT count(*) FROM "tasks" WHERE "tasks"."organization_id" = "organizations"."id" AND "tasks"."state" = 'RUNNING');
