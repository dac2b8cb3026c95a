ALTER TYPE "public"."dataset_state" ADD VALUE 'EXPIRED';--> statement-breakpoint
ALTER TYPE "public"."import_state" ADD VALUE 'EXPIRED';