ALTER TABLE "tasks" ADD COLUMN "memory_bytes" bigint DEFAULT 536870912 NOT NULL;--> statement-breakpoint
ALTER TABLE "workers" ADD COLUMN "memory_bytes" bigint DEFAULT 0 NOT NULL;