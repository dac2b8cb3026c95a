CREATE TYPE "public"."import_format" AS ENUM('LAYERS_MODEL', 'GRAPH_MODEL');--> statement-breakpoint
CREATE TYPE "public"."import_state" AS ENUM('UPLOADING', 'READY', 'REJECTED');--> statement-breakpoint
CREATE TABLE "model_imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"name" text NOT NULL,
	"state" "import_state" DEFAULT 'UPLOADING' NOT NULL,
	"options" jsonb NOT NULL,
	"upload_token_hash" text NOT NULL,
	"upload_expires_at" timestamp (3) with time zone NOT NULL,
	"format" "import_format",
	"rejection_reason" text,
	"rejection_location" text,
	"model_id" uuid,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "model_imports_upload_token_hash_unique" UNIQUE("upload_token_hash")
);
--> statement-breakpoint
ALTER TABLE "model_versions" ALTER COLUMN "task_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "model_versions" ALTER COLUMN "environment" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "models" ALTER COLUMN "configuration_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "configurations" ADD COLUMN "base" jsonb;--> statement-breakpoint
ALTER TABLE "model_imports" ADD CONSTRAINT "model_imports_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_imports" ADD CONSTRAINT "model_imports_model_id_models_id_fk" FOREIGN KEY ("model_id") REFERENCES "public"."models"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_imports" ADD CONSTRAINT "model_imports_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "model_imports_organization" ON "model_imports" USING btree ("organization_id","id");