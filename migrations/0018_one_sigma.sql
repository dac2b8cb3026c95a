-- A sigma at the end of a word is the same letter in searches (database/search.ts).
UPDATE "configurations" SET "search" = array_to_tsvector(ARRAY(SELECT DISTINCT replace("lexeme", 'ς', 'σ') FROM unnest(tsvector_to_array("search")) AS "lexeme")) WHERE "search"::text LIKE '%ς%';--> statement-breakpoint
UPDATE "datasets" SET "search" = array_to_tsvector(ARRAY(SELECT DISTINCT replace("lexeme", 'ς', 'σ') FROM unnest(tsvector_to_array("search")) AS "lexeme")) WHERE "search"::text LIKE '%ς%';--> statement-breakpoint
UPDATE "models" SET "search" = array_to_tsvector(ARRAY(SELECT DISTINCT replace("lexeme", 'ς', 'σ') FROM unnest(tsvector_to_array("search")) AS "lexeme")) WHERE "search"::text LIKE '%ς%';--> statement-breakpoint
UPDATE "tasks" SET "search" = array_to_tsvector(ARRAY(SELECT DISTINCT replace("lexeme", 'ς', 'σ') FROM unnest(tsvector_to_array("search")) AS "lexeme")) WHERE "search"::text LIKE '%ς%';
